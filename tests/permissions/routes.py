"""Every endpoint that the application has, as it names them itself."""

from collections.abc import Iterator
from dataclasses import dataclass

from fastapi import FastAPI
from fastapi.routing import _IncludedRouter

from api.auth.scopes import OPEN, Scope, needed


@dataclass(frozen=True)
class Endpoint:
    """A method and a route's template. name: of its function."""

    method: str
    route: str
    name: str

    @property
    def scope(self) -> Scope | None:
        """What a token needs for it; None where it needs none, or where none is taken."""
        if not self.route.startswith("/api/"):
            return Scope.READ if self.method == "GET" else None
        return None if self.name in OPEN else needed(self.name, {self.method})


def endpoints(app: FastAPI) -> Iterator[Endpoint]:
    """All of them. FastAPI knows whole templates only where it keeps included routers."""
    for route in app.routes:
        contexts = route.effective_route_contexts() if isinstance(route, _IncludedRouter) else [route]
        for context in contexts:
            for method in sorted(context.methods - {"HEAD"}):
                yield Endpoint(method, context.path, context.name)
