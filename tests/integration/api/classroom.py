"""A course with a problem of its own, several versions of it, and students who hand in."""

from dataclasses import dataclass, field
from typing import Any

from api.db.models import Role
from api.regrades import work
from api.regrades.work import RegradingJob
from graders.bundle import read_bundle
from graders.problem import Problem
from tests.integration.api.homework import LINEAR, report, tar
from tests.integration.api.house import LEASE, House, Person
from tests.integration.api.instructors import PATH, packed, prove, send
from tests.integration.provable import MANIFEST

HW = "/courses/dl/assignments/hw9"
REGRADES = f"{HW}/regrades"
DOUBLED, SHIFTED = ("doubled",), ("shifted",)


@dataclass
class Class:
    """A course with a problem of its own, and students who hand in to it."""

    house: House
    manifest: str = MANIFEST
    people: dict[str, Person] = field(default_factory=dict)
    versions: dict[str, Problem] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.house.course(LINEAR)
        self.prof = self.house.person("prof@x.edu", Role.INSTRUCTOR)
        self.publish(self.manifest)
        work = {"title": "HW 9", "problems": ["scaling"]}
        assert self.prof.ask("PUT", HW, json=work).status_code == 201

    def publish(self, manifest: str) -> None:
        """A next version, proved and published."""
        data = packed(manifest)
        bundle = read_bundle(data)
        self.versions[bundle.digest] = bundle.problem
        number = send(self.prof, data).json()["version"]
        prove(self.house)
        answer = self.prof.post(f"{PATH}/versions/{number}/publish")
        assert answer.status_code == 200, answer.text

    def more_points(self) -> None:
        """A next version, in which what is hidden is worth 4 rather than 2."""
        self.publish(self.manifest.replace("points = 2", "points = 4"))

    def hand_in(self, name: str, *failed: str, settled: bool = True) -> str:
        """A handin that fails these checks; the submission's id."""
        person = self.people.get(name) or self.house.person(f"{name}@x.edu", Role.STUDENT)
        self.people[name] = person
        handed = person.hand_in(tar({"scale.py": name.encode()}), assignment="hw9")
        if settled:
            job = self.house.claim()
            assert job is not None
            assert job.submission == handed.json()["id"]
            self.house.settle(job, self.versions[job.items[0].bundle.digest], failed=failed)
        found: str = handed.json()["id"]
        return found

    def score(self, submission: str) -> tuple[float | None, float]:
        """What staff read as its score."""
        seen = self.prof.get(f"/submissions/{submission}").json()
        return seen["earned"], seen["points"]

    def regrade(self, which: str = "latest") -> str:
        """Ask for a regrade; where it is."""
        answer = self.prof.post(REGRADES, json={"problem": "scaling", "which": which})
        assert answer.status_code == 202, answer.text
        found: str = answer.json()["id"]
        assert answer.headers["Location"] == f"/api/v1{REGRADES}/{found}"
        return f"{REGRADES}/{found}"

    def claim(self) -> RegradingJob | None:
        with self.house.database.writing() as session:
            return work.claim(session, worker="w", runtimes=["numpy"], devices=["cpu"], lease=LEASE)

    def settle(self, job: RegradingJob | None, *failed: str) -> bool:
        assert job is not None
        [item] = job.job.items
        told = report(self.versions[item.bundle.digest], item, failed)
        with self.house.database.writing() as session:
            return work.settle(session, job.held, told)

    def told(self, regrade: str) -> dict[str, Any]:
        found: dict[str, Any] = self.prof.get(regrade).json()
        return found
