"""Assignments on the wire."""

from datetime import datetime

from pydantic import BaseModel, Field

from api.assignments.phase import Phase
from api.inputs import Line, Markdown, Moment, Slug
from api.policies.schemas import Policies


class AssignmentProblemView(BaseModel):
    """A problem of an assignment, at the version that new handins are graded by."""

    slug: str
    version: int
    title: str
    points: float


class AssignmentSummary(BaseModel):
    """An assignment in a list. due_at, closes_at, phase: the caller's own, where they have an extension.

    scores_hidden: students see no score of it until it is published.
    """

    course: str
    slug: str
    title: str
    phase: Phase
    opens_at: datetime | None
    due_at: datetime | None
    closes_at: datetime | None
    points: float
    scores_hidden: bool
    policies: Policies


class AssignmentView(AssignmentSummary):
    """An assignment. Students see handout (Markdown with LaTeX), problems and files once it is open.

    starter: how the starter kit stands, for staff.
    """

    handout: str
    problems: list[AssignmentProblemView]
    files: list[str]
    has_starter: bool
    starter: str


class AssignmentRequest(BaseModel):
    """An assignment as instructors want it. problems: in the order in which students see them.

    handout: what comes before the problems' own. Handins after `due_at` are late; after `closes_at` (or
    `due_at`, where there is none, and what slip days cover) refused. policies: left out, they stay.
    """

    title: Line
    problems: list[Slug] = Field(min_length=1, max_length=50)
    handout: Markdown = ""
    opens_at: Moment | None = None
    due_at: Moment | None = None
    closes_at: Moment | None = None
    policies: Policies | None = None
