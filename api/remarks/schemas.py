"""Remarks on the wire."""

from datetime import datetime

from pydantic import BaseModel, Field

from api.inputs import Text


class RemarkView(BaseModel):
    """One voice in a thread. text: Markdown; empty where its author deleted it. mine: the caller said it."""

    id: str
    by: str
    by_staff: bool
    mine: bool
    text: str
    at: datetime
    edited_at: datetime | None
    deleted: bool


class Said(BaseModel):
    """Something to say, in Markdown."""

    text: Text = Field(min_length=1)
