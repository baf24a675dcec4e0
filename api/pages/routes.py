"""All pages."""

from fastapi import APIRouter

from api.pages import (
    account,
    alike,
    anonymity,
    asking,
    assignment,
    audit,
    code,
    comments,
    course,
    course_rules,
    dashboard,
    deciding,
    gradebook,
    home,
    overriding,
    own_account,
    problem,
    problems,
    providers,
    regrades,
    requests,
    roster,
    roster_import,
    setup,
    similar,
    static_files,
    status,
    submission,
    threads,
    users,
)

PARTS = (
    static_files,
    account,
    providers,
    own_account,
    users,
    audit,
    home,
    course,
    course_rules,
    setup,
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
