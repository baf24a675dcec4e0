"""Every page there is, found among the routes: a page that is added is looked at from then on.

An address is a route with examples put in for its parameters. What an address leads to for whom (a page, a
refusal, a file) is asked of the server.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

from fastapi import FastAPI
from fastapi.routing import _IncludedRouter
from fastapi.sse import EventSourceResponse

PARAMETER = re.compile(r"{(\w+)(?::\w+)?}")

NO_PAGE = {
    "/sign-in/{provider}": "leads on to a provider of identities",
    "/sign-in/{provider}/back": "is led to by a provider, and leads on",
}
"""Routes that are asked for as pages are and never show one, with the reason."""

ASKED = {"/submissions/{submission}/ask": "?problem=batchnorm"}
"""What else an address must say."""

Examples = Mapping[str, Sequence[str]]
"""Parameter → what stands for it in an address; a route is looked at with each."""


class NoExample(Exception):
    """A page has a parameter that nobody has given an example for."""


@dataclass(frozen=True)
class Address:
    """A route of a page, and where it leads with examples put in."""

    route: str
    path: str


def page_routes(app: FastAPI) -> list[str]:
    """The templates of all routes that may show a page to who asks for it."""
    found = []
    for router in app.routes:
        # FastAPI knows whole templates only where it keeps included routers.
        contexts = router.effective_route_contexts() if isinstance(router, _IncludedRouter) else ()
        found += [each.path for each in contexts if _may_be_a_page(each)]
    return found


def _may_be_a_page(context: Any) -> bool:
    kind = context.response_class
    return (
        "GET" in context.methods
        and context.original_route.endpoint.__module__.startswith("api.pages.")
        and not (isinstance(kind, type) and issubclass(kind, EventSourceResponse))
        and ":path}" not in context.path
        and context.path not in NO_PAGE
    )


def addresses(routes: Sequence[str], examples: Examples) -> Iterator[Address]:
    """Where all routes lead with every example. Raises NoExample, which says what is missing."""
    unknown = {name: route for route in routes for name in PARAMETER.findall(route) if name not in examples}
    if unknown:
        told = ", ".join(f"{{{name}}} of {route}" for name, route in unknown.items())
        raise NoExample(f"Give an example of {told} in tests/pages/examples.py: nobody looks at it yet.")
    for route in routes:
        names = PARAMETER.findall(route)
        for values in product(*(examples[name] for name in names)):
            path = route
            for name, value in zip(names, values, strict=True):
                path = re.sub(rf"{{{name}(:\w+)?}}", value, path)
            yield Address(route, path + ASKED.get(route, ""))
