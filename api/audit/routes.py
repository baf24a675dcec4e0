"""What people did, for a course's instructors and for site admins."""

from typing import Any

from fastapi import APIRouter
from fastapi.responses import StreamingResponse

from api.audit import repository
from api.audit.looking import SoughtDep, as_csv, of_course, of_site
from api.audit.schemas import AuditView
from api.deps import CallerDep, DatabaseDep
from api.errors import Forbidden, NotFound, NotSignedIn
from api.inputs import CourseSlug
from api.paging import PagerDep
from api.refusals import documented

router = APIRouter(tags=["audit"])
_CSV: dict[int | str, dict[str, Any]] = {
    200: {"content": {"text/csv": {}}, "description": "All that is found, newest first."}
}


@router.get("/audit", responses=documented(NotSignedIn, Forbidden))
def list_audit(
    sought: SoughtDep, pager: PagerDep, caller: CallerDep, database: DatabaseDep
) -> list[AuditView]:
    """What was done on the whole site, newest first (site admins only)."""
    with database.reading() as session:
        rows, total = repository.entries(session, of_site(caller, sought), pager.page)
        pager.tell(total)
        return [AuditView.of(row) for row in rows]


@router.get(
    "/audit.csv",
    response_class=StreamingResponse,
    responses={**_CSV, **documented(NotSignedIn, Forbidden)},
)
def get_audit_csv(sought: SoughtDep, caller: CallerDep, database: DatabaseDep) -> StreamingResponse:
    """The same as a file for spreadsheets."""
    return as_csv(database, of_site(caller, sought), "audit.csv")


@router.get("/courses/{course}/audit", responses=documented(NotSignedIn, Forbidden, NotFound))
def list_course_audit(
    course: CourseSlug, sought: SoughtDep, pager: PagerDep, caller: CallerDep, database: DatabaseDep
) -> list[AuditView]:
    """What was done in a course, newest first (instructors only)."""
    with database.reading() as session:
        rows, total = repository.entries(session, of_course(session, caller, course, sought), pager.page)
        pager.tell(total)
        return [AuditView.of(row) for row in rows]


@router.get(
    "/courses/{course}/audit.csv",
    response_class=StreamingResponse,
    responses={**_CSV, **documented(NotSignedIn, Forbidden, NotFound)},
)
def get_course_audit_csv(
    course: CourseSlug, sought: SoughtDep, caller: CallerDep, database: DatabaseDep
) -> StreamingResponse:
    """The same as a file for spreadsheets."""
    with database.reading() as session:
        wanted = of_course(session, caller, course, sought)
    return as_csv(database, wanted, f"audit-{course}.csv")
