"""Annotations on the wire."""

from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, Field

from api.inputs import Text
from api.remarks.schemas import RemarkView

LineNumber = Annotated[int, Field(ge=1, le=10_000_000)]


class AnnotationView(BaseModel):
    """A thread beside lines of a file or, where path is empty, about a check of a problem.

    check: "" is the whole problem.
    """

    id: str
    submission: str
    path: str
    first_line: int
    last_line: int
    grading: str | None
    check: str
    resolved: bool
    created_at: datetime
    remarks: list[RemarkView]


class AnnotationRequest(BaseModel):
    """A comment on lines, counted from 1. text: Markdown; left out, that of the saved comment is meant."""

    path: str = Field(max_length=1000)
    first_line: LineNumber
    last_line: LineNumber | None = Field(default=None, description="The first line alone, where left out.")
    text: Text = ""
    saved: str = Field(default="", max_length=40, description="The saved comment that it is.")


class CheckCommentRequest(BaseModel):
    """A comment on a check of a grading, or on the whole of it."""

    check: str = Field(default="", max_length=200)
    text: Text = ""
    saved: str = Field(default="", max_length=40)


class Resolution(BaseModel):
    """Whether a thread is done with."""

    resolved: bool
