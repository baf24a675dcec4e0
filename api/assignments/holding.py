"""The problems that an assignment holds, each at the version that new handins are graded by."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from api.blobs import BlobStore
from api.db.models import Assignment, AssignmentProblem, BundleVersion
from api.kits import service as kits
from api.problems import service as problems


def hold(assignment: Assignment, versions: Sequence[BundleVersion]) -> None:
    """Let the assignment hold these, in this order."""
    placed = {row.problem_id: row for row in assignment.problems}
    rows = []
    for place, version in enumerate(versions):
        row = placed.get(version.problem_id) or AssignmentProblem(problem=version.problem)
        row.bundle_version, row.place = version, place
        rows.append(row)
    assignment.problems = rows


def write_handout(blobs: BlobStore, assignment: Assignment) -> None:
    """Put together what students read: the assignment's own words, and each problem's after them."""
    parts = problems.handouts(blobs, [row.bundle_version for row in assignment.problems])
    assignment.handout = "\n\n".join(filter(None, [assignment.preface, *parts]))


def put(session: Session, blobs: BlobStore, assignment: Assignment, version: BundleVersion) -> None:
    """Let an assignment that holds a problem hold this version of it; the same again changes nothing."""
    [row] = [row for row in assignment.problems if row.problem_id == version.problem_id]
    if row.bundle_version_id == version.id:
        return
    row.bundle_version = version
    write_handout(blobs, assignment)
    kits.ask(session, assignment)
