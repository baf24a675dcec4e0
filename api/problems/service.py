"""Problems, and the immutable versions of their bundles."""

from collections.abc import Collection, Sequence

import msgspec
from sqlalchemy.orm import Session

from api.audit import service as audit
from api.auth.caller import Caller
from api.blobs import BlobStore
from api.courses import repository as courses
from api.courses.seat import Seat
from api.db.models import BundleVersion, Problem, Proof
from api.errors import Conflict, Forbidden, Invalid, NotFound
from api.problems import repository
from graders.bundle import Bundle, read_bundle

MOST_WAITING = 10
"""Versions of one course that may wait for their proof: a proof takes minutes of the machine."""


def install(session: Session, blobs: BlobStore, bundle: Bundle) -> BundleVersion:
    """Keep a bundle that comes with the server as the published version of its problem.

    The same bundle again is the same version.
    """
    problem = repository.of_the_server(session, bundle.problem.slug)
    if problem is None:
        problem = _make(session, Problem(slug=bundle.problem.slug))
    version = _keep(session, blobs, problem, bundle)
    problem.published = version.number
    return version


def upload(session: Session, blobs: BlobStore, seat: Seat, bundle: Bundle) -> BundleVersion:
    """Keep an uploaded bundle as a version of the course's own problem, and queue its proof.

    The same files again are the same version. A slug that came with the server, or that another course
    has, is no obstacle: each course has problems of its own. Raises Conflict where too much waits.
    """
    course, slug = seat.course, bundle.problem.slug
    courses.lock_course(session, course.id)
    problem = repository.of_the_course(session, course.id, slug)
    found = repository.version(session, problem.id, bundle.digest) if problem else None
    if found is not None:
        return found
    if repository.waiting(session, course.id) >= MOST_WAITING:
        raise Conflict(
            f"{MOST_WAITING} versions of this course's problems wait for their proof already. Wait for one "
            "to end, or withdraw one."
        )
    version = _keep(session, blobs, problem or _make(session, Problem(course=course, slug=slug)), bundle)
    version.uploaded_by_id = seat.caller.id
    version.proof = Proof()
    audit.note(
        session, seat.caller, "problem.upload", version, course=course, problem=slug, version=version.number
    )
    session.flush()
    return version


def meant(session: Session, seat: Seat, slug: str) -> Problem:
    """What a slug means in a course. Raises NotFound."""
    found = repository.meant_by(session, seat.course.id, [slug]).get(slug)
    if found is None:
        raise NotFound(f"The course has no problem {slug!r}.")
    return found


def find_version(session: Session, seat: Seat, slug: str, number: int) -> BundleVersion:
    """A version of a problem. Raises NotFound."""
    problem = meant(session, seat, slug)
    found = repository.numbered(session, problem.id, number)
    if found is None:
        raise NotFound(f"Problem {slug!r} has no version {number}.")
    return found


def find_own(session: Session, seat: Seat, slug: str, number: int) -> BundleVersion:
    """A version of a problem that is the course's own, locked. Raises NotFound, or Conflict for another's."""
    version = find_version(session, seat, slug, number)
    if version.problem.course_id != seat.course.id:
        raise Conflict(
            f"{slug} came with the server and cannot be changed here. Upload a bundle of that slug, and "
            "the course has its own."
        )
    courses.lock_course(session, seat.course.id)
    session.refresh(version)
    session.refresh(version.problem)
    return version


def find_published(session: Session, seat: Seat, slugs: Sequence[str]) -> list[BundleVersion]:
    """The version of each problem that new handins are graded by. Raises Invalid where there is none.

    A problem of the course's own comes before the server's as soon as a version of it is published.
    """
    found = repository.published(session, seat.course.id, slugs)
    if told := " ".join(_unpublished(session, seat, slug) for slug in slugs if slug not in found):
        raise Invalid(told)
    return [found[slug] for slug in slugs]


def _unpublished(session: Session, seat: Seat, slug: str) -> str:
    if slug not in repository.meant_by(session, seat.course.id, [slug]):
        return f"problems: the course has no problem {slug!r}; upload its bundle first."
    return f"problems: no version of {slug!r} is published; publish one first."


def handouts(blobs: BlobStore, versions: Collection[BundleVersion]) -> list[str]:
    """The versions' handouts; of one that was stored before they were kept apart, from its bundle."""
    for version in versions:
        if version.handout is None:
            version.handout = read_bundle(blobs.get(version.digest)).handout
    return [version.handout or "" for version in versions]


def problems_for(session: Session, caller: Caller) -> Sequence[BundleVersion]:
    """The newest version of every problem that the caller may use. Raises Forbidden for others than staff."""
    if not (caller.is_admin or courses.is_staff_anywhere(session, caller.id)):
        raise Forbidden("Only staff may see the list of problems.")
    return repository.newest_versions(session, None if caller.is_admin else caller.id)


def _make(session: Session, problem: Problem) -> Problem:
    session.add(problem)
    session.flush()
    return problem


def _keep(session: Session, blobs: BlobStore, problem: Problem, bundle: Bundle) -> BundleVersion:
    described = bundle.problem
    found = repository.version(session, problem.id, bundle.digest)
    if found is not None:
        return found
    version = BundleVersion(
        problem=problem,
        number=repository.last_number(session, problem.id) + 1,
        digest=blobs.put(bundle.pack()),
        title=described.title,
        runtime=described.runtime,
        device=described.device,
        points=described.points,
        text=msgspec.json.encode(described).decode(),
        handout=bundle.handout,
    )
    session.add(version)
    session.flush()
    return version
