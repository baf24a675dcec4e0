"""Answers that are alike, and grading them the same way."""

from typing import Annotated

from fastapi import APIRouter, Query

from api.anonymity.naming import NamerDep
from api.deps import CallerDep, DatabaseDep
from api.errors import Forged, Invalid, NotFound, NotSignedIn
from api.gradings.score import EVERYTHING, score_of
from api.inputs import Id
from api.likeness import service
from api.likeness.schemas import AlikeOutcome, AlikeRequest, AlikeView, Skipped
from api.likeness.service import Deed
from api.refusals import documented

router = APIRouter(prefix="/gradings/{grading}/alike", tags=["grading by hand"])
CheckQuery = Annotated[str, Query(max_length=200, description="The check; left out, the whole problem.")]


@router.get("", responses=documented(NotSignedIn, NotFound))
def list_alike(
    grading: Id, caller: CallerDep, database: DatabaseDep, namer: NamerDep, check: CheckQuery = ""
) -> list[AlikeView]:
    """The answers of the class that are like this one, itself first; at most 100 (staff only).

    Of a check: those that are wrong in the same way. Of what people decide: those with the same mistakes
    throughout or, of a written answer, the same text.
    """
    with database.reading() as session:
        found = service.group(session, caller, grading, check)
        names = namer.names(session, found.seat, found.grading.submission.assignment)
        return [
            AlikeView(
                grading=each.grading.id,
                submission=each.grading.submission_id,
                number=each.grading.submission.number,
                student=names.of(each.grading.submission.student),
                revision=each.revision,
                state=each.grading.state,
                earned=score_of(each.grading, EVERYTHING).earned,
                decided=each.grading.is_decided,
            )
            for each in found.members
        ]


@router.post("", responses=documented(NotSignedIn, Forged, NotFound, Invalid))
def grade_alike(grading: Id, form: AlikeRequest, caller: CallerDep, database: DatabaseDep) -> AlikeOutcome:
    """Grade answers that are alike the same way, each in a step of its own (staff only).

    What somebody decided since `revision` was read is skipped, and said.
    """
    with database.reading() as session:
        found = service.group(session, caller, grading, form.check)
    deed = Deed(form.earned, form.marks, form.reason, form.comment)
    chosen = {each.grading: each.revision for each in form.chosen}
    outcome = service.do_all(database, caller, found, chosen, deed)
    skipped = [Skipped(grading=id_, why=why) for id_, why in outcome.skipped.items()]
    return AlikeOutcome(done=outcome.done, skipped=skipped)
