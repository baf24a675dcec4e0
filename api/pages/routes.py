"""All pages."""

from fastapi import APIRouter

from api.pages import (
    account,
    alike,
    anonymity,
    asking,
    assignment,
    code,
    comments,
    course,
    dashboard,
    deciding,
    gradebook,
    home,
    overriding,
    problem,
    problems,
    regrades,
    requests,
    roster,
    roster_import,
    similar,
    static_files,
    status,
    submission,
    threads,
)

PARTS = (
    static_files,
    account,
    home,
    course,
    roster_import,
    roster,
    gradebook,
    dashboard,
    assignment,
    submission,
    code,
    asking,
    threads,
    requests,
    comments,
    deciding,
    overriding,
    alike,
    anonymity,
    regrades,
    similar,
    problems,
    problem,
    status,
)


def pages() -> APIRouter:
    """What people see."""
    router = APIRouter(include_in_schema=False)
    for part in PARTS:
        router.include_router(part.router)
    return router
