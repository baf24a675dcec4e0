"""All pages."""

from fastapi import APIRouter

from api.pages import (
    account,
    assignment,
    course,
    deciding,
    home,
    problem,
    roster,
    roster_import,
    static_files,
    status,
    submission,
)


def pages() -> APIRouter:
    """What people see."""
    router = APIRouter(include_in_schema=False)
    for part in (
        static_files,
        account,
        home,
        course,
        roster_import,
        roster,
        assignment,
        submission,
        deciding,
        problem,
        status,
    ):
        router.include_router(part.router)
    return router
