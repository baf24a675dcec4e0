"""The mark by which an account knows a browser."""

import pytest

from api.auth.keys import Keys
from api.auth.known import known_mark, make_mark

KEYS = Keys(b"k" * 32)
ADA = "ada@x.edu"


def test_an_account_knows_its_own_mark_only() -> None:
    mark = make_mark(KEYS, ADA)
    assert known_mark(KEYS, ADA, mark) == mark.partition(".")[0]
    assert known_mark(KEYS, "bob@x.edu", mark) == ""
    assert known_mark(Keys(b"j" * 32), ADA, mark) == ""


@pytest.mark.parametrize("claimed", ["", ".", "x", "x.y", "é.é"])
def test_a_forged_mark_is_none(claimed: str) -> None:
    assert known_mark(KEYS, ADA, claimed) == ""
