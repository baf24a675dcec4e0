"""What a token is good for. A browser that its user signed in may do all that its user may.

A scope takes away and never gives: a token of a student's with `manage` manages nothing. Every route has
one: reading needs `read` unless it is named below, and what changes something must be named, or the server
does not start. Pages' forms take no tokens at all: what they do programs do by REST.
"""

from collections.abc import Collection
from enum import StrEnum

from fastapi.routing import APIRoute
from starlette.requests import Request
from starlette.routing import BaseRoute

from api.auth.caller import Caller
from api.errors import Forbidden, ScopeMissing

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


class Scope(StrEnum):
    """What a token may be used for, from the least harmful on."""

    READ = "read"
    SUBMIT = "submit"
    GRADE = "grade"
    MANAGE = "manage"
    ACCOUNT = "account"
    ADMIN = "admin"


MEANING = {
    Scope.READ: "see what you may see",
    Scope.SUBMIT: "hand in, ask for a regrade, answer in threads",
    Scope.GRADE: "decide on points, comment, regrade",
    Scope.MANAGE: "change courses: rosters, assignments, problems",
    Scope.ACCOUNT: "change your account: tokens, browsers, your data",
    Scope.ADMIN: "run the site: accounts of others, what was done",
}
ALL = frozenset(Scope)
USUAL = frozenset({Scope.READ, Scope.SUBMIT})
"""What the page that makes a token proposes."""

OPEN = frozenset({"sign_in", "create_token", "choose_password"})
"""Changes that need no token: who makes them proves who they are otherwise."""

_NEEDED = {
    Scope.SUBMIT: {
        "create_submission",
        "ask_for_regrade",
        "answer_request",
        "close_request",
        "reply_to_annotation",
        "put_resolved",
        "change_remark",
        "delete_remark",
    },
    Scope.GRADE: {
        "put_decision",
        "put_override",
        "grade_alike",
        "withdraw_override",
        "create_annotation",
        "create_check_comment",
        "save_comment",
        "delete_saved_comment",
        "retry_grading",
        "retry_alike",
        "start_regrade",
        "confirm_regrade",
        "cancel_regrade",
        "retry_regrade",
        "start_search",
        "review_pair",
        "reopen_pair",
    },
    Scope.MANAGE: {
        "create_course",
        "enrol",
        "change_member",
        "remove_member",
        "preview_import",
        "import_roster",
        "put_anonymous",
        "reveal_student",
        "put_excusal",
        "delete_excusal",
        "upload_problem",
        "publish_version",
        "withdraw_version",
        "prove_again",
        "put_assignment",
        "delete_assignment",
        "put_course_rules",
        "put_extension",
        "delete_extension",
        "publish_scores",
        "hide_scores",
    },
    Scope.ACCOUNT: {
        "sign_out",
        "revoke_token",
        "change_account",
        "change_password",
        "make_token",
        "sign_out_everywhere",
        "sign_browser_out",
        "list_browsers",
        "get_own_data",
    },
    Scope.ADMIN: {
        "list_users",
        "make_user",
        "get_user",
        "change_user",
        "make_password_link",
        "sign_user_out",
        "get_user_data",
        "preview_forgetting",
        "forget_user",
        "list_audit",
        "get_audit_csv",
    },
}
"""Scope → the REST routes, by the names of their functions, that a token needs it for."""

_BY_NAME = {name: scope for scope, names in _NEEDED.items() for name in names}


def needed(name: str, methods: Collection[str]) -> Scope | None:
    """What a token needs for a REST route; None where nobody has said it."""
    return _BY_NAME.get(name, Scope.READ if SAFE.issuperset(methods) else None)


def check_declared(route: BaseRoute) -> None:
    """Refuse to serve a route that changes something and says nothing of tokens. Raises LookupError."""
    assert isinstance(route, APIRoute)  # noqa: S101  (the REST interface has no others)
    methods = sorted(route.methods or ())
    if route.name not in OPEN and needed(route.name, methods) is None:
        raise LookupError(
            f"What must a token be good for, to {'/'.join(methods)} {route.path}? "
            f'Name "{route.name}" under one of the scopes in api/auth/scopes.py.'
        )


def check_scope(request: Request, caller: Caller) -> None:
    """Refuse a token what it was not made for. Raises ScopeMissing; Forbidden for a page's form."""
    name = request.scope["route"].name
    if request.url.path.startswith("/api/"):
        scope = needed(name, {request.method})
    elif request.method in SAFE:
        scope = Scope.READ
    else:
        raise Forbidden("A page's form takes no token: use the REST interface, below /api/v1.")
    if scope is not None:
        require(caller, scope)


def require(caller: Caller, scope: Scope) -> None:
    """Refuse a token that was not made for this. Raises ScopeMissing."""
    if scope not in caller.scopes:
        raise ScopeMissing(
            f"This token is not good for this: it lacks the scope `{scope}`. Make another one that has it.",
            scope=str(scope),
        )
