"""What people did, on the wire."""

from datetime import datetime
from typing import Any, Self

from pydantic import BaseModel

from api.db.models import AuditEntry


class AuditView(BaseModel):
    """An act. by: who did it, null for the server itself or somebody forgotten; about: whom it concerns."""

    id: str
    at: datetime
    by: str | None
    about: str | None
    course: str | None
    action: str
    subject_table: str
    subject_id: str
    details: dict[str, Any]

    @classmethod
    def of(cls, entry: AuditEntry) -> Self:
        """An entry as it was written down."""
        return cls(
            id=entry.id,
            at=entry.at,
            by=entry.actor.email if entry.actor else None,
            about=entry.about.email if entry.about else None,
            course=entry.course.slug if entry.course else None,
            action=entry.action,
            subject_table=entry.subject_table,
            subject_id=entry.subject_id,
            details=entry.details,
        )
