"""Whoever guesses waits; whoever is guessed at does not."""

import time

import pytest

from api.auth.throttle import ACCOUNTS_PER_CLIENT, FROM_ALL_SIDES, LONGEST_FOR_ALL, LONGEST_WAIT, Throttle
from api.errors import TooManyTries
from api.limiting.counters import Counters

FREE = 3
ADA = "ada@x.edu"


class Clock:
    """The time, which stands still until a test lets it go on."""

    def __init__(self) -> None:
        self.now = 1_000_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(time, "time", clock)
    return clock


@pytest.fixture
def throttle(clock: Clock) -> Throttle:
    return Throttle(Counters(), FREE)


def guess(throttle: Throttle, client: str, email: str = ADA, mark: str = "") -> int:
    """A wrong attempt: 0, or the seconds that it was made to wait instead."""
    try:
        throttle.spend(client, email, mark)
    except TooManyTries as refusal:
        return refusal.seconds
    throttle.failed(client, email, mark)
    return 0


def test_who_goes_on_to_guess_waits_twice_as_long_each_time_up_to_a_bound(
    throttle: Throttle, clock: Clock
) -> None:
    waits = []
    for _ in range(40):
        wait = guess(throttle, "1.2.3.4")
        waits += [wait] if wait else []
        clock.now += wait
    # The first ones are the minute's own, by which everybody is bound.
    grown = [wait for wait in waits if wait >= 60]
    assert grown[:4] == [60, 120, 240, 480]
    assert set(grown[4:]) == {LONGEST_WAIT}


def test_a_guesser_elsewhere_keeps_a_browser_that_the_account_knows_waiting_not_at_all(
    throttle: Throttle, clock: Clock
) -> None:
    for number in range(FROM_ALL_SIDES * FREE + 5):
        assert guess(throttle, f"10.0.0.{number}") in range(LONGEST_FOR_ALL + 1)
    with pytest.raises(TooManyTries) as refused:
        throttle.spend("5.6.7.8", ADA)
    assert refused.value.seconds <= LONGEST_FOR_ALL
    throttle.spend("5.6.7.8", ADA, "browser")
    clock.now += LONGEST_FOR_ALL
    throttle.spend("5.6.7.8", ADA)


def test_a_known_browser_that_guesses_waits_too(throttle: Throttle) -> None:
    assert [guess(throttle, "1.2.3.4", mark="browser") for _ in range(FREE)] == [0] * FREE
    assert guess(throttle, "1.2.3.4", mark="browser")


def test_who_was_right_in_the_end_begins_anew(throttle: Throttle, clock: Clock) -> None:
    for _ in range(FREE - 1):
        guess(throttle, "1.2.3.4")
    throttle.succeeded("1.2.3.4", ADA)
    clock.now += 120
    assert [guess(throttle, "1.2.3.4") for _ in range(FREE)] == [0] * FREE


def test_one_address_cannot_try_a_word_at_every_account(throttle: Throttle) -> None:
    waits = [guess(throttle, "1.2.3.4", f"{number}@x.edu") for number in range(FREE * ACCOUNTS_PER_CLIENT)]
    assert not any(waits)
    assert guess(throttle, "1.2.3.4", "one-more@x.edu")
    assert not guess(throttle, "5.6.7.8", "one-more@x.edu")
