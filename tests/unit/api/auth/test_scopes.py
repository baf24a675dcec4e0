"""Every route says what a token must be good for."""

import pytest
from fastapi import APIRouter

from api.auth.scopes import ALL, MEANING, Scope, check_declared, needed

router = APIRouter()


@router.post("/sweets")
def take_sweets() -> None:
    """Change something without a word."""


@router.get("/sweets")
def see_sweets() -> None:
    """Only look."""


def test_a_change_that_says_nothing_of_tokens_is_not_served() -> None:
    with pytest.raises(LookupError, match='Name "take_sweets" under one of the scopes'):
        check_declared(router.routes[0])


def test_who_only_looks_needs_to_read() -> None:
    check_declared(router.routes[1])
    assert needed("see_sweets", {"GET"}) is Scope.READ


def test_each_scope_says_what_it_means() -> None:
    assert set(MEANING) == ALL
