"""Where problems and their bundle versions are looked up."""

from collections.abc import Collection, Sequence

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import Session, joinedload

from api.db.models import AttemptState, BundleVersion, Member, Problem, Proof, Role
from api.paging import Page


def of_the_server(session: Session, slug: str) -> Problem | None:
    """The problem of this slug that came with the server."""
    return session.scalar(select(Problem).where(Problem.slug == slug, Problem.course_id.is_(None)))


def of_the_course(session: Session, course_id: str, slug: str) -> Problem | None:
    """The course's own problem of this slug."""
    return session.scalar(select(Problem).where(Problem.slug == slug, Problem.course_id == course_id))


def meant_by(session: Session, course_id: str, slugs: Collection[str]) -> dict[str, Problem]:
    """What slugs mean in a course: its own problems, before those that came with the server."""
    found = session.scalars(
        select(Problem)
        .where(Problem.slug.in_(slugs), or_(Problem.course_id == course_id, Problem.course_id.is_(None)))
        .order_by(Problem.course_id.is_not(None))
    )
    return {problem.slug: problem for problem in found}


def problems(session: Session, course_id: str, page: Page) -> tuple[Sequence[Problem], int]:
    """A page of a course's own problems by slug, and how many there are."""
    query = select(Problem).where(Problem.course_id == course_id)
    total = session.scalar(select(func.count()).select_from(query.subquery())) or 0
    chosen = query.order_by(Problem.slug).offset(page.offset).limit(page.size)
    return session.scalars(chosen).all(), total


def version(session: Session, problem_id: str, digest: str) -> BundleVersion | None:
    """The version of a problem that has this digest."""
    return session.scalar(
        _whole().where(BundleVersion.problem_id == problem_id, BundleVersion.digest == digest)
    )


def numbered(session: Session, problem_id: str, number: int) -> BundleVersion | None:
    """The version of a problem that has this number."""
    return session.scalar(
        _whole().where(BundleVersion.problem_id == problem_id, BundleVersion.number == number)
    )


def versions(session: Session, problem_id: str, page: Page) -> tuple[Sequence[BundleVersion], int]:
    """A page of a problem's versions, newest first, and how many there are."""
    query = _whole().where(BundleVersion.problem_id == problem_id)
    counted = select(func.count()).where(BundleVersion.problem_id == problem_id)
    chosen = query.order_by(BundleVersion.number.desc()).offset(page.offset).limit(page.size)
    return session.scalars(chosen).all(), session.scalar(counted) or 0


def last_number(session: Session, problem_id: str) -> int:
    """The number of a problem's newest version; 0 where it has none."""
    newest = select(func.max(BundleVersion.number)).where(BundleVersion.problem_id == problem_id)
    return session.scalar(newest) or 0


def published(session: Session, course_id: str, slugs: Collection[str]) -> dict[str, BundleVersion]:
    """The version that new handins are graded by, of each of these that has one, by the problem's slug.

    The course's own problems come before the server's.
    """
    found = session.scalars(
        _whole()
        .join(BundleVersion.problem)
        .where(
            Problem.slug.in_(slugs),
            or_(Problem.course_id == course_id, Problem.course_id.is_(None)),
            BundleVersion.number == Problem.published,
        )
        .order_by(Problem.course_id.is_not(None))
    )
    return {each.problem.slug: each for each in found}


def all_published(session: Session, course_id: str) -> Sequence[BundleVersion]:
    """What a course may put into an assignment: the published version of each problem, by its slug.

    The course's own problems come in the place of the server's.
    """
    usable = or_(Problem.course_id == course_id, Problem.course_id.is_(None))
    slugs = session.scalars(select(Problem.slug).where(usable, Problem.published.is_not(None)).distinct())
    found = published(session, course_id, slugs.all())
    return [found[slug] for slug in sorted(found)]


def newest(session: Session, problems: Collection[Problem]) -> dict[str, BundleVersion]:
    """The newest version of each problem, by the problem's id."""
    last = (
        select(func.max(BundleVersion.id))
        .where(BundleVersion.problem_id.in_([problem.id for problem in problems]))
        .group_by(BundleVersion.problem_id)
    )
    return {each.problem_id: each for each in session.scalars(_whole().where(BundleVersion.id.in_(last)))}


def of_the_server_newest(session: Session) -> list[BundleVersion]:
    """The newest version of every problem that came with the server, by slug."""
    last = (
        select(func.max(BundleVersion.id))
        .join(BundleVersion.problem)
        .where(Problem.course_id.is_(None))
        .group_by(BundleVersion.problem_id)
    )
    query = _whole().join(BundleVersion.problem).where(BundleVersion.id.in_(last))
    return list(session.scalars(query.order_by(Problem.slug)))


def newest_versions(session: Session, staff_id: str | None) -> Sequence[BundleVersion]:
    """The newest version of every problem, by slug.

    staff_id: only of problems that came with the server, and of courses whose staff this person is.
    """
    last = select(func.max(BundleVersion.id)).group_by(BundleVersion.problem_id)
    query = _whole().join(BundleVersion.problem).where(BundleVersion.id.in_(last))
    if staff_id is not None:
        query = query.where(Problem.course_id.is_(None) | Problem.course_id.in_(_courses_of(staff_id)))
    return session.scalars(query.order_by(Problem.slug, Problem.course_id.is_not(None), Problem.id)).all()


def waiting(session: Session, course_id: str) -> int:
    """How many of a course's versions wait for their proof, or are being proved."""
    query = (
        select(func.count())
        .select_from(Proof)
        .join(Proof.bundle_version)
        .join(BundleVersion.problem)
        .where(Problem.course_id == course_id, BundleVersion.withdrawn_at.is_(None), _unsettled())
    )
    return session.scalar(query) or 0


def _whole() -> Select[BundleVersion]:
    return select(BundleVersion).options(
        joinedload(BundleVersion.problem).joinedload(Problem.course), joinedload(BundleVersion.proof)
    )


def _unsettled() -> ColumnElement[bool]:
    return Proof.state.in_([AttemptState.QUEUED, AttemptState.RUNNING])


def _courses_of(staff_id: str) -> Select[str]:
    return select(Member.course_id).where(Member.user_id == staff_id, Member.role != Role.STUDENT)
