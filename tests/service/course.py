"""A course for many: a homework, students who can sign in by token, and what each may hand in.

Set up in the database itself: a thousand passwords would take a minute to hash, and nobody needs them.
"""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from api.auth import service as auth
from api.auth.keys import Keys
from api.blobs import BlobStore
from api.db.models import Course as CourseRow
from api.db.models import Member, Role
from api.db.session import Database
from deploy import courses
from deploy.catalogue import find_assignment
from deploy.demo_students import packed
from deploy.settings import EmbeddedSettings
from graders.assignment import Assignment, assembled

SLUG = "deep-learning"
HOMEWORK = "hw1p1"

TRAINING = "training-stats"
"""The problem of the homework that trains a network, which takes longer than all others together."""

HONEST = (
    "full-marks",
    "own-style",
    "plural-file-name",
    "half-done",
    "almost",
    "momentum-missing",
    "gradients-summed",
    "changes-inputs",
    "missing-file",
    "syntax-error",
    "starter",
)
"""The samples that students hand in who mean well and whose code ends."""


@dataclass(frozen=True)
class Upload:
    """An archive as a student sends it, the student's token, and what it must earn: problem → points."""

    sample: str
    token: str
    name: str
    data: bytes = field(repr=False)
    earns: Mapping[str, float]


@dataclass(frozen=True)
class Course:
    """A homework that is open, its students' tokens, and one of its staff.

    samples: name → files; earns: name → problem → points.
    """

    homework: Assignment
    samples: Mapping[str, Mapping[str, bytes]]
    earns: Mapping[str, Mapping[str, float]]
    tokens: Sequence[str]
    staff: str

    @property
    def path(self) -> str:
        """Where handins go."""
        return f"/api/v1/courses/{SLUG}/assignments/{self.homework.slug}/submissions"

    def upload(self, sample: str, number: int) -> Upload:
        """A sample as one student hands it in: like real handins, with something in it that no other has."""
        files = dict(self.samples[sample])
        first = min(files, key=lambda path: (not path.endswith(".py"), path))
        files[first] += f"\n# Handin {number}, {random.Random(number).randbytes(8).hex()}\n".encode()
        name, data = packed(files, number)
        return Upload(sample, self.tokens[number % len(self.tokens)], name, data, self.earns[sample])


def open_course(
    database: Database, blobs: BlobStore, keys: Keys, students: int, without: Sequence[str] = ()
) -> Course:
    """The main homework, open to so many students. without: problems that are left out of it."""
    whole = find_assignment(HOMEWORK, EmbeddedSettings())
    kept = [bundle for bundle in whole.bundles if bundle.problem.slug not in without]
    homework = assembled(f"{HOMEWORK}-part", f"A part of {whole.title}", "", kept) if without else whole
    with database.writing() as session:
        course = courses.course(session, SLUG, "Introduction to deep learning")
        courses.offer(session, blobs, course, homework, b"", None)
        tokens = [
            _enrol(session, keys, course, f"student-{number}@example.edu") for number in range(students)
        ]
        staff = _enrol(session, keys, course, "staff@example.edu", Role.TA)
    slugs = [bundle.problem.slug for bundle in kept]
    return Course(
        homework,
        samples={each.name: whole.sample(each.name) for each in whole.samples},
        earns={each.name: {slug: float(each.earns[slug]) for slug in slugs} for each in whole.samples},
        tokens=tokens,
        staff=staff,
    )


def _enrol(session: Session, keys: Keys, course: CourseRow, email: str, role: Role = Role.STUDENT) -> str:
    """The token of somebody new."""
    user = auth.create_user(session, email, email)
    session.add(Member(course=course, user=user, role=role))
    return auth.create_token(session, keys, user, "load")[1]
