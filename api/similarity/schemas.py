"""Searches and pairs on the wire."""

from datetime import datetime

from pydantic import BaseModel, Field

from api.db.models import AttemptState, Suspicion
from api.inputs import Slug, Text


class AssignmentName(BaseModel):
    """An assignment of a course, by their slugs."""

    course: Slug
    assignment: Slug


class EarlierView(AssignmentName):
    """An assignment whose handins may be compared, too. students: how many handed in to it."""

    title: str
    course_title: str
    students: int


class SearchRequest(BaseModel):
    """A search. earlier: assignments of earlier semesters, of those that the caller may choose."""

    earlier: list[AssignmentName] = Field(default=[], max_length=20)


class SearchView(BaseModel):
    """A search. state: null where there was none yet.

    sentence: how it stands. done, total: of what it is at. handins: how many were compared; partly: how many
    of them were too long to be read whole; lost: how many could not be read.
    """

    state: AttemptState | None
    sentence: str
    stage: str
    done: int
    total: int
    handins: int
    partly: int
    lost: int
    by: str
    created_at: datetime | None
    settled_at: datetime | None


class SideView(BaseModel):
    """One handin of a pair. share: what part of its own code the other holds, from 0 to 1."""

    course: str
    assignment: str
    student: str
    name: str
    submission: str
    number: int
    submitted_at: datetime
    share: float


class ReviewView(BaseModel):
    """What staff made of a pair."""

    verdict: Suspicion
    note: str
    by: str
    at: datetime


class PairView(BaseModel):
    """Two handins that share code. tokens: how much; longest: the most of it in one piece."""

    id: str
    left: SideView
    right: SideView
    tokens: int
    longest: int
    strength: float
    review: ReviewView | None


class PlaceView(BaseModel):
    """Lines of a file, from 1, both ends included."""

    path: str
    first: int
    last: int


class RegionView(BaseModel):
    """What both hold."""

    number: int
    left: PlaceView
    right: PlaceView
    tokens: int


class SourceView(BaseModel):
    """A file that was compared, as text."""

    path: str
    text: str


class PairDetail(PairView):
    """A pair with its sources, and which lines of one are which lines of the other."""

    regions: list[RegionView]
    left_files: list[SourceView]
    right_files: list[SourceView]


class ReviewRequest(BaseModel):
    """What somebody makes of a pair."""

    verdict: Suspicion
    note: Text = ""
