"""Problems."""

from fastapi import APIRouter

from api.db.models import BundleVersion
from api.deps import CallerDep, DatabaseDep
from api.errors import Forbidden, NotSignedIn
from api.problems import service
from api.problems.schemas import CheckView, ProblemView
from api.refusals import documented

router = APIRouter(tags=["problems"])


def _view(version: BundleVersion) -> ProblemView:
    return ProblemView(
        slug=version.problem.slug,
        title=version.title,
        version=version.number,
        digest=version.digest,
        runtime=version.runtime,
        device=version.device,
        points=version.points,
        checks=[
            CheckView(name=check.name, title=check.title, points=check.points, visibility=check.visibility)
            for check in version.described.checks
        ],
    )


@router.get("/problems", responses=documented(NotSignedIn, Forbidden))
def list_problems(caller: CallerDep, database: DatabaseDep) -> list[ProblemView]:
    """Every problem at its newest version (staff only)."""
    with database.reading() as session:
        return [_view(version) for version in service.problems_for(session, caller)]
