"""Overriding single checks, for staff."""

from typing import Annotated

from fastapi import APIRouter, Path

from api.anonymity.naming import NamerDep
from api.assignments import service as assignments
from api.assignments.place import PlaceDep
from api.decisions import service as decisions
from api.deps import CallerDep, DatabaseDep
from api.errors import Conflict, Forbidden, Forged, Invalid, NotFound, NotSignedIn
from api.gradings.score import EVERYTHING
from api.inputs import Id
from api.overrides import repository, service
from api.overrides.schemas import (
    CheckStanding,
    OverrideRequest,
    StaffOverrideView,
    StrandedView,
    Withdrawal,
)
from api.overrides.service import Giving
from api.overrides.views import overrides_of, staff_override, standing_of
from api.paging import PagerDep
from api.refusals import documented

CheckName = Annotated[str, Path(min_length=1, max_length=200, description="The check's name.")]

router = APIRouter(tags=["overrides"])


@router.get("/gradings/{grading}/checks/{check}", responses=documented(NotSignedIn, NotFound))
def get_check(grading: Id, check: CheckName, caller: CallerDep, database: DatabaseDep) -> CheckStanding:
    """A check of a grading with its points, the machine's and a person's (staff only)."""
    with database.reading() as session:
        return standing_of(service.look(session, caller, grading, check)[0])


@router.put(
    "/gradings/{grading}/checks/{check}/override",
    responses=documented(NotSignedIn, Forged, NotFound, Conflict, Invalid),
)
def put_override(
    grading: Id, check: CheckName, form: OverrideRequest, caller: CallerDep, database: DatabaseDep
) -> CheckStanding:
    """Give the points of one check by hand, with a reason that the student reads (staff only).

    No later report and no regrade takes it back. Refused with 409 when somebody overrode the check, or the
    machine graded again, since `revision` was read.
    """
    giving = Giving(form.revision, form.earned, form.reason)
    with database.writing() as session:
        return standing_of(service.override(session, caller, grading, check, giving))


@router.post(
    "/gradings/{grading}/checks/{check}/withdraw",
    responses=documented(NotSignedIn, Forged, NotFound, Conflict, Invalid),
)
def withdraw_override(
    grading: Id, check: CheckName, form: Withdrawal, caller: CallerDep, database: DatabaseDep
) -> CheckStanding:
    """Withdraw an override, so that the machine's points count again (staff only)."""
    with database.writing() as session:
        giving = Giving(form.revision, None, form.reason)
        return standing_of(service.override(session, caller, grading, check, giving))


@router.get("/gradings/{grading}/overrides", responses=documented(NotSignedIn, NotFound))
def list_overrides(grading: Id, caller: CallerDep, database: DatabaseDep) -> list[StaffOverrideView]:
    """Every override of a grading's checks, and every withdrawal, the newest first (staff only)."""
    with database.reading() as session:
        found, _ = decisions.find(session, caller, grading)
        return [staff_override(row) for row in reversed(repository.of_grading(session, found.id))]


@router.get(
    "/courses/{course}/assignments/{assignment}/stranded",
    responses=documented(NotSignedIn, Forbidden, NotFound),
)
def list_stranded(
    place: PlaceDep,
    pager: PagerDep,
    caller: CallerDep,
    database: DatabaseDep,
    namer: NamerDep,
) -> list[StrandedView]:
    """Overrides of checks that a newer version of their problem has not (staff only).

    They count until somebody withdraws them.
    """
    with database.reading() as session:
        seat = place.as_staff(session, caller)
        found = assignments.find(session, seat, place.assignment)
        rows, total = repository.with_stranded(session, found.id, pager.page)
        pager.tell(total)
        names = namer.names(session, seat, found)
        return [
            StrandedView(
                grading=row.id,
                submission=row.submission_id,
                student=names.of(row.submission.student),
                problem=row.bundle_version.problem.slug,
                title=row.bundle_version.title,
                overrides=[each for each in overrides_of(row, EVERYTHING, for_staff=True) if each.stranded],
            )
            for row in rows
        ]
