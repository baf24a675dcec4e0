"""Every sample of every problem and assignment, handed in over HTTP, earns exactly what it must."""

import time
from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest

from api.auth import service as auth
from api.auth.keys import Keys
from api.db.models import Role
from api.secret import read_secret
from deploy import courses
from deploy.catalogue import find_assignment
from deploy.demo_students import packed
from deploy.embedded import Service, embedded
from deploy.settings import EmbeddedSettings
from graders.assignment import Assignment
from graders.assignment.outline import Outline
from graders.bundle import Bundle
from tests.acceptance.operator import call
from tests.fixtures.databases import database_url, migrated_file
from tests.fixtures.postgres import postgres

__all__ = ["database_url", "migrated_file", "postgres"]

HOMEWORK = find_assignment("hw1p1", EmbeddedSettings())


@pytest.fixture
def service(database_url: str, tmp_path: Path) -> Iterator[Service]:
    settings = EmbeddedSettings(data=tmp_path / "data", database=database_url, port=0, workers=3)
    with embedded(settings) as service, service.answering():
        yield service


def alone(bundle: Bundle) -> Assignment:
    """A homework of one problem."""
    slug = bundle.problem.slug
    outline = Outline(slug=f"only-{slug}", title=bundle.problem.title, problems=[slug])
    return Assignment(outline, {"handout.md": b"# One problem"}, (bundle,))


def student_of(service: Service, homework: Assignment) -> httpx2.Client:
    """A course with the homework in it, and a student who may hand in."""
    keys = Keys(read_secret(service.settings.data))
    with service.database.writing() as session:
        course = courses.course(session, "c")
        courses.offer(session, service.blobs, course, homework, b"", None)
        courses.enrol(session, keys, course, "ada@example.edu", "Ada", Role.STUDENT)
        token = auth.create_token(session, keys, courses.user(session, "ada@example.edu"), "test")[1]
    headers = {"authorization": f"Bearer {token}"}
    return httpx2.Client(base_url=service.address, headers=headers, timeout=60, trust_env=False)


def grade_all(student: httpx2.Client, slug: str, handins: dict[str, dict[str, bytes]]) -> dict[str, dict]:
    """Sample name → the submission once it is graded; each handin in another format."""
    path = f"/courses/c/assignments/{slug}/submissions"
    ids = {
        name: call(student, "POST", path, 202, files={"handin": packed(files, number)})["id"]
        for number, (name, files) in enumerate(handins.items())
    }
    deadline = time.monotonic() + 240
    graded = {}
    while len(graded) < len(ids) and time.monotonic() < deadline:
        for name in ids.keys() - graded.keys():
            told = call(student, "GET", f"/submissions/{ids[name]}", 200)
            if told["state"] in ("graded", "review", "fault"):
                graded[name] = told
        time.sleep(0.1)
    return graded


def found_by_machine(told: dict) -> dict[str, float]:
    """Points by problem; where staff have the last word, those that the machine proposes."""
    return {each["problem"]: each["proposed" if each["by_hand"] else "earned"] for each in told["problems"]}


def every_check_has_a_reason(told: dict) -> bool:
    """No check without a verdict, and none that lost points without a sentence."""
    checks = [check for problem in told["problems"] for check in problem["report"]["checks"]]
    return all(check["verdict"] == "passed" or check["explanation"]["sentence"] for check in checks)


# With SQLite `make demo` hands them in, which another test runs.
@pytest.mark.parametrize("database_url", ["postgres"], indirect=True)
def test_every_sample_of_the_homework_earns_its_score(service: Service):
    handins = {sample.name: HOMEWORK.sample(sample.name) for sample in HOMEWORK.samples}
    with student_of(service, HOMEWORK) as student:
        graded = grade_all(student, HOMEWORK.slug, handins)
    expected = {sample.name: sample.earns for sample in HOMEWORK.samples}
    assert {name: found_by_machine(told) for name, told in graded.items()} == expected
    assert all(map(every_check_has_a_reason, graded.values()))


# What differs by database has been seen with the whole homework.
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("bundle", HOMEWORK.bundles, ids=lambda bundle: bundle.problem.slug)
def test_every_sample_of_a_problem_earns_its_score(service: Service, bundle: Bundle):
    samples = bundle.problem.samples
    homework = alone(bundle)
    with student_of(service, homework) as student:
        graded = grade_all(student, homework.slug, {each.name: bundle.sample(each.name) for each in samples})
    assert {name: found_by_machine(told) for name, told in graded.items()} == {
        each.name: {bundle.problem.slug: each.earns} for each in samples
    }
    assert all(map(every_check_has_a_reason, graded.values()))
