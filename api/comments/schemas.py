"""Saved comments on the wire."""

from pydantic import BaseModel, Field

from api.inputs import Line, Text


class SavedCommentView(BaseModel):
    """A comment under its short name. text: Markdown. uses: how often it was said."""

    id: str
    name: str
    text: str
    uses: int


class SavedCommentRequest(BaseModel):
    """A comment to keep; one of the same name is replaced."""

    name: Line
    text: Text = Field(min_length=1)
