"""Searches and pairs as staff see them."""

from dataclasses import asdict

from api.db.models import AttemptState, SimilarityReview, SimilarityRun, Submission
from api.similarity.beside import Beside, File
from api.similarity.calling import Called
from api.similarity.choosing import Earlier
from api.similarity.repository import Reviewed
from api.similarity.schemas import (
    EarlierView,
    PairDetail,
    PairView,
    PlaceView,
    RegionView,
    ReviewView,
    SearchView,
    SideView,
    SourceView,
)

NOTHING_YET = SearchView(
    state=None, sentence="Nobody has searched yet.", stage="", done=0, total=0, handins=0, partly=0, lost=0,
    by="", created_at=None, settled_at=None,
)  # fmt: skip


def search_view(run: SimilarityRun | None) -> SearchView:
    """A search, and how it stands."""
    if run is None:
        return NOTHING_YET
    return SearchView(
        state=run.state,
        sentence=sentence_of(run),
        stage=run.stage,
        done=run.done,
        total=run.total,
        handins=run.handins,
        partly=run.partly,
        lost=run.lost,
        by=run.created_by.email if run.created_by else "",
        created_at=run.created_at,
        settled_at=run.settled_at,
    )


def sentence_of(run: SimilarityRun) -> str:
    """How a search stands, and what to do next."""
    if run.state is AttemptState.QUEUED:
        return "The search waits; students' handins go first."
    if run.state is AttemptState.RUNNING:
        what = {"reading": "handins are read", "comparing": "pairs are compared"}.get(run.stage)
        return f"{run.done:,} of {run.total:,} {what}." if what else "The search has begun."
    if run.state is AttemptState.FAULT:
        return f"We failed at the search: {run.fault} Start it again."
    told = [f"{run.handins:,} handins were compared, each student's newest."]
    if run.partly:
        told.append(f"{run.partly} of them were so long that only their beginning was read.")
    if run.lost:
        told.append(f"{run.lost} could not be read.")
    return " ".join(told)


def earlier_view(earlier: Earlier) -> EarlierView:
    """An assignment that can be chosen."""
    found = earlier.assignment
    return EarlierView(
        course=found.course.slug,
        assignment=found.slug,
        title=found.title,
        course_title=found.course.title,
        students=earlier.students,
    )


def pair_view(reviewed: Reviewed, called: Called) -> PairView:
    """A line of the list of pairs."""
    pair, review = reviewed
    return PairView(
        id=pair.id,
        left=_side(pair.left, pair.left_share, called),
        right=_side(pair.right, pair.right_share, called),
        tokens=pair.tokens,
        longest=pair.longest,
        strength=pair.strength,
        review=_review(review) if review else None,
    )


def detail_view(reviewed: Reviewed, found: Beside, called: Called) -> PairDetail:
    """A pair, side by side."""
    return PairDetail(
        **pair_view(reviewed, called).model_dump(),
        regions=[
            RegionView(
                number=each.number,
                left=PlaceView(**asdict(each.left)),
                right=PlaceView(**asdict(each.right)),
                tokens=each.tokens,
            )
            for each in found.regions
        ],
        left_files=[_source(file) for file in found.left],
        right_files=[_source(file) for file in found.right],
    )


def _side(submission: Submission, share: float, called: Called) -> SideView:
    return SideView(
        course=submission.assignment.course.slug,
        assignment=submission.assignment.slug,
        student=called.email(submission),
        name=called.name(submission),
        submission=submission.id,
        number=submission.number,
        submitted_at=submission.submitted_at,
        share=share,
    )


def _review(review: SimilarityReview) -> ReviewView:
    return ReviewView(
        verdict=review.verdict, note=review.note, by=review.by.email if review.by else "", at=review.at
    )


def _source(file: File) -> SourceView:
    return SourceView(path=file.path, text="\n".join(line.text for line in file.lines))
