"""Long lists come a page at a time; a header `Link` names the pages beside it (RFC 8288)."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Query, Request, Response


@dataclass(frozen=True)
class Page:
    """Which part of a list is wanted: `number` counts from 1."""

    number: int
    size: int

    @property
    def offset(self) -> int:
        """How many entries come before it."""
        return (self.number - 1) * self.size


def get_page(
    page: Annotated[int, Query(ge=1, le=100_000, description="Which page, from 1.")] = 1,
    per_page: Annotated[int, Query(ge=1, le=200, description="How many entries a page.")] = 50,
) -> Page:
    """The page that a request asks for."""
    return Page(page, per_page)


PageDep = Annotated[Page, Depends(get_page)]


def link_pages(request: Request, response: Response, page: Page, total: int) -> None:
    """Tell the length of the whole list, and where its other pages are."""
    last = max(1, -(-total // page.size))
    wanted = {"first": 1, "prev": page.number - 1, "next": page.number + 1, "last": last}
    links = [
        f'<{request.url.include_query_params(page=number, per_page=page.size)}>; rel="{relation}"'
        for relation, number in wanted.items()
        if 1 <= number <= last
    ]
    response.headers["Link"] = ", ".join(links)
    response.headers["X-Total-Count"] = str(total)
