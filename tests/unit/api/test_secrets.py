from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from api.auth.keys import Keys
from api.auth.passwords import hash_password, matches_password
from api.auth.throttle import Throttle
from api.errors import TooManyTries
from api.limiting.counters import Counters
from api.secret import read_secret


def test_the_secret_is_drawn_once_and_readable_by_its_owner_alone(tmp_path: Path) -> None:
    first = read_secret(tmp_path / "data")
    assert len(first) == 32
    assert read_secret(tmp_path / "data") == first
    (file,) = (tmp_path / "data").iterdir()
    assert file.stat().st_mode & 0o777 == 0o600


def test_two_servers_have_two_secrets(tmp_path: Path) -> None:
    assert read_secret(tmp_path / "a") != read_secret(tmp_path / "b")


def test_servers_that_start_at_once_share_one_secret(tmp_path: Path) -> None:
    with ThreadPoolExecutor(16) as pool:
        assert len(set(pool.map(read_secret, [tmp_path] * 16))) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["secret"]


def test_a_digest_needs_the_servers_secret() -> None:
    mine, theirs = Keys(b"a" * 32), Keys(b"b" * 32)
    assert mine.digest("token") != theirs.digest("token")
    assert mine.digest("token") != mine.csrf("token")
    assert mine.matches_csrf("session", mine.csrf("session"))
    assert not mine.matches_csrf("session", mine.csrf("another"))
    assert not mine.matches_csrf("session", "é")


def test_tokens_are_long_and_distinct() -> None:
    keys = Keys(b"a" * 32)
    drawn = {keys.draw("allclose_") for _ in range(100)}
    assert len(drawn) == 100
    assert all(token.startswith("allclose_") and len(token) == 52 for token in drawn)


def test_passwords_are_kept_as_argon2() -> None:
    digest = hash_password("secret")
    assert digest.startswith("$argon2id$")
    assert matches_password("secret", digest)
    assert not matches_password("Secret", digest)


@pytest.mark.parametrize("password", ["", "nobody's password", "secret"])
def test_nobody_matches_without_a_digest(password: str) -> None:
    assert not matches_password(password, None)


def test_one_account_is_throttled_and_others_are_not() -> None:
    throttle = Throttle(Counters(), per_minute=3)
    for _ in range(3):
        throttle.spend("10.0.0.1", "ada@x.edu")
    with pytest.raises(TooManyTries) as refused:
        throttle.spend("10.0.0.1", "ada@x.edu")
    assert 1 <= int(refused.value.headers["Retry-After"]) <= 60
    throttle.spend("10.0.0.1", "bob@x.edu")
    throttle.spend("10.0.0.2", "ada@x.edu")


def test_one_client_cannot_try_every_account() -> None:
    throttle = Throttle(Counters(), per_minute=1)
    for number in range(30):
        throttle.spend("10.0.0.1", f"s{number}@x.edu")
    with pytest.raises(TooManyTries):
        throttle.spend("10.0.0.1", "another@x.edu")
