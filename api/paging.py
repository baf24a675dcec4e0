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


@dataclass(frozen=True)
class Pager:
    """The page that a request asks for, and the answer that will tell of the others."""

    page: Page
    request: Request
    response: Response

    def tell(self, total: int) -> None:
        """Tell the length of the whole list, and where its other pages are."""
        number, last = self.page.number, max(1, -(-total // self.page.size))
        wanted = {"first": 1, "prev": number - 1, "next": number + 1, "last": last}
        url = self.request.url
        links = [
            f'<{url.include_query_params(page=number, per_page=self.page.size)}>; rel="{relation}"'
            for relation, number in wanted.items()
            if 1 <= number <= last
        ]
        self.response.headers["Link"] = ", ".join(links)
        self.response.headers["X-Total-Count"] = str(total)


async def get_pager(
    request: Request,
    response: Response,
    page: Annotated[int, Query(ge=1, le=100_000, description="Which page, from 1.")] = 1,
    per_page: Annotated[int, Query(ge=1, le=200, description="How many entries a page.")] = 50,
) -> Pager:
    """The page that a request asks for."""
    return Pager(Page(page, per_page), request, response)


PagerDep = Annotated[Pager, Depends(get_pager)]
