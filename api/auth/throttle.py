"""How often somebody may try to sign in.

What is counted, and what it costs:

- each attempt, of an address at an account and of an address at all accounts, by the minute. A whole
  classroom may share an address, so that its own limit is generous;
- each failure of an address at an account: past the first ones the next attempt must wait, twice as long each
  time, up to a quarter of an hour;
- each failure at an account, wherever from: past many of them a browser that the account does not know waits,
  a minute at most. Somebody who guesses from many addresses is slowed down, and cannot lock the owner out: a
  browser that signed in before has a mark (`known.py`) by which it is counted for itself alone, whoever
  proves who they are by a provider or by a link is not asked for the password, and no wait outlasts a
  quarter of an hour.

Accounts that do not exist are counted like those that do, so that no answer tells them apart.
"""

from limits import RateLimitItemPerMinute

from api.errors import TooManyTries
from api.limiting.counters import Counters

ACCOUNTS_PER_CLIENT = 30
REMEMBERED_SECONDS = 86_400
"""For how long failures of one address at an account count, and of all together below."""
ALL_REMEMBERED_SECONDS = 3600
FIRST_WAIT, LONGEST_WAIT = 30, 900
FROM_ALL_SIDES = 10
"""An account is being guessed at where this many times the usual attempts failed, from all addresses."""
LONGEST_FOR_ALL = 60


class Throttle:
    """Counts attempts to sign in, and failures."""

    def __init__(self, counters: Counters, per_minute: int) -> None:
        self._counters = counters
        self._free = per_minute
        self._per_account = RateLimitItemPerMinute(per_minute)
        self._per_client = RateLimitItemPerMinute(per_minute * ACCOUNTS_PER_CLIENT)

    def spend(self, client: str, email: str, mark: str = "") -> None:
        """Count an attempt; mark: of a browser that the account knows. Raises TooManyTries."""
        who = mark or client
        self._wait(self._counters.hit(self._per_client, "sign-in", client))
        self._wait(self._counters.seconds_left("wait", who, email))
        if not mark:
            self._wait(self._counters.seconds_left("wait-all", email))
        self._wait(self._counters.hit(self._per_account, "sign-in", who, email))

    def failed(self, client: str, email: str, mark: str = "") -> None:
        """Count a failure, and make the next attempt wait where there were too many."""
        who = mark or client
        here = self._counters.add(REMEMBERED_SECONDS, "failed", who, email)
        self._defer(here - self._free, LONGEST_WAIT, "wait", who, email)
        if not mark:
            everywhere = self._counters.add(ALL_REMEMBERED_SECONDS, "failed-all", email)
            self._defer(everywhere - FROM_ALL_SIDES * self._free, LONGEST_FOR_ALL, "wait-all", email)

    def succeeded(self, client: str, email: str, mark: str = "") -> None:
        """Forget the failures of whoever turned out to be right; those of others go on to count."""
        self._counters.forget("failed", mark or client, email)

    def _defer(self, over: int, longest: int, *names: str) -> None:
        if over > 0:
            self._counters.forget(*names)
            self._counters.add(min(longest, FIRST_WAIT * 2 ** min(over - 1, 10)), *names)

    def _wait(self, seconds: int) -> None:
        if seconds:
            raise TooManyTries(f"Too many attempts to sign in. Try again in {seconds} seconds.", seconds)
