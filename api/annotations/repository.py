"""Where annotations are looked up."""

from collections.abc import Sequence

from sqlalchemy import Exists, Select, exists, func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from api.db.models import Annotation, Assignment, Remark, Submission


def annotation(session: Session, id_: str) -> Annotation | None:
    """An annotation with its submission and what is said in it."""
    submission = joinedload(Annotation.submission)
    return session.scalar(
        _whole()
        .where(Annotation.id == id_)
        .options(
            submission.joinedload(Submission.assignment).joinedload(Assignment.course),
            submission.joinedload(Submission.student),
        )
        .execution_options(populate_existing=True)
    )


def of_submission(session: Session, submission_id: str, path: str | None = None) -> Sequence[Annotation]:
    """The annotations of a submission, or of one of its files, that anything is left of, in their order."""
    query = _whole().where(Annotation.submission_id == submission_id, _left())
    if path is not None:
        query = query.where(Annotation.path == path)
    order = (Annotation.path, Annotation.first_line, Annotation.created_at, Annotation.id)
    return session.scalars(query.order_by(*order)).all()


def count(session: Session, submission_id: str) -> dict[str, int]:
    """How many annotations each file of a submission has."""
    query = select(Annotation.path, func.count()).where(Annotation.submission_id == submission_id, _left())
    return dict(session.execute(query.group_by(Annotation.path)).all())


def _whole() -> Select[Annotation]:
    return select(Annotation).options(selectinload(Annotation.remarks).joinedload(Remark.author))


def _left() -> Exists:
    return exists().where(Remark.annotation_id == Annotation.id, Remark.deleted_at.is_(None))
