"""Problems, and the immutable versions of their bundles."""

from collections.abc import Sequence

import msgspec
from sqlalchemy.orm import Session

from api.auth.caller import Caller
from api.blobs import BlobStore
from api.courses import repository as courses
from api.db.models import BundleVersion, Problem
from api.errors import Forbidden
from api.problems import repository
from graders.bundle import Bundle


def install(session: Session, blobs: BlobStore, bundle: Bundle) -> BundleVersion:
    """Keep a bundle as the newest version of its problem; the same bundle again is the same version."""
    described = bundle.problem
    problem = repository.problem_by_slug(session, described.slug)
    if problem is None:
        problem = Problem(slug=described.slug)
        session.add(problem)
        session.flush()
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
    )
    session.add(version)
    session.flush()
    return version


def problems_for(session: Session, caller: Caller) -> Sequence[BundleVersion]:
    """The newest version of every problem. Raises Forbidden for who is staff nowhere."""
    if not (caller.is_admin or courses.is_staff_anywhere(session, caller.id)):
        raise Forbidden("Only staff may see the list of problems.")
    return repository.newest_versions(session)
