"""All pages."""

from fastapi import APIRouter

from api.pages import account, assignment, deciding, home, problem, static_files, status, submission


def pages() -> APIRouter:
    """What people see."""
    router = APIRouter(include_in_schema=False)
    for part in (static_files, account, home, assignment, submission, deciding, problem, status):
        router.include_router(part.router)
    return router
