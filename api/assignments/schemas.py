"""Assignments on the wire."""

from datetime import datetime

from pydantic import BaseModel

from api.assignments.phase import Phase


class AssignmentProblemView(BaseModel):
    """A problem of an assignment."""

    slug: str
    title: str
    points: float


class AssignmentSummary(BaseModel):
    """An assignment in a list."""

    course: str
    slug: str
    title: str
    phase: Phase
    opens_at: datetime | None
    due_at: datetime | None
    closes_at: datetime | None
    points: float


class AssignmentView(AssignmentSummary):
    """An assignment. Students see handout (Markdown with LaTeX), problems and files once it is open."""

    handout: str
    problems: list[AssignmentProblemView]
    files: list[str]
    has_starter: bool
