"""All pages, and how the server gets them."""

from fastapi import APIRouter, FastAPI

from api.pages import account, assignment, deciding, home, problem, static_files, status, submission
from api.pages.errors import error_page


def install_pages(app: FastAPI) -> None:
    """Serve the pages, and let refusals of a browser's requests be pages too."""
    app.state.error_page = error_page
    router = APIRouter(include_in_schema=False)
    for part in (static_files, account, home, assignment, submission, deciding, problem, status):
        router.include_router(part.router)
    app.include_router(router)
