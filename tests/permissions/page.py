"""The table of permissions as a page of Markdown."""

from collections.abc import Iterator, Mapping, Sequence

from fastapi import FastAPI

from tests.permissions.line import ROLES, Line, May
from tests.permissions.routes import Endpoint, endpoints

HEAD = """# Who may do what

Written by `make permissions` from `tests/permissions/table.py` and the application's own routes. A test
fails where a route is not in it, tries each endpoint as each of these people and as nobody, each of REST
with a token that has its scope alone and with one that has every other, and each form of a page without its
session's token.

- **yes**: they may. **no**: refused (403). **·**: reads like something that does not exist (404).
- **Scope**: what an API token needs, besides its owner's being allowed. Pages' forms take no tokens
  (**browser**); **none**: open to everybody, or to who proves in another way who they are; **link**: what
  workers fetch by links that they are given.
- A site admin may do all that an instructor may. Who is nobody is asked to sign in (401, or 303 to the page
  for it), unless the last column says yes.
- A person sees of what they may see only their part: students their own submissions of a list, their own
  points, what is published.
"""
_MARKS = {May.YES: "yes", May.NO: "no", May.HIDDEN: "·"}


def page(app: FastAPI, table: Mapping[str, Sequence[Line]]) -> str:
    """The whole page."""
    known = {(each.method, each.route): each for each in endpoints(app)}
    return "\n".join([HEAD, *_sections(known, table)])


def _sections(
    known: Mapping[tuple[str, str], Endpoint], table: Mapping[str, Sequence[Line]]
) -> Iterator[str]:
    for title, lines in table.items():
        yield f"## {title}\n"
        yield f"| Endpoint | Scope | {' | '.join(ROLES.values())} | nobody |"
        yield "| --- " * (len(ROLES) + 3) + "|"
        for line in lines:
            if (line.method, line.route) in known:
                yield _row(known[line.method, line.route], line)
        yield ""


def _row(endpoint: Endpoint, line: Line) -> str:
    heard = [_MARKS[line.access.heard[role]] for role in ROLES]
    cells = [
        f"`{line.method} {line.route}`",
        _scope(endpoint, line),
        *heard,
        "yes" if line.access.nobody else "no",
    ]
    return f"| {' | '.join(cells)} |"


def _scope(endpoint: Endpoint, line: Line) -> str:
    if line.access.nobody:
        return "none"
    if line.route.startswith("/objects/"):
        return "link"
    return str(endpoint.scope or "browser")
