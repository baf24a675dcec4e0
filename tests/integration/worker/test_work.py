"""What a worker tells of its jobs, with real boxes and files that are at hand."""

import io
import math
import tarfile
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec import structs

from graders.assignment import read_assignment_folder
from graders.bundle import Bundle, read_bundle_folder
from graders.cache import ArrayCache
from graders.errors import SandboxFault
from graders.handin import Handin, read_handin
from graders.job import Attempt, Blob, GradeItem, GradeJob, KitJob, ProveJob
from graders.report import Verdict
from graders.told import (
    Begun,
    Complained,
    Failed,
    Found,
    Overdue,
    Progressed,
    Proved,
    PutBack,
    Settled,
    Told,
    Worker,
)
from tests.integration.api.homework import tar
from worker import work
from worker.crew import Crew
from worker.objects import LinkEnded, Unreachable
from worker.sandbox.open import OpenSandbox
from worker.work import do

ROOT = Path(__file__).parents[3]
SLUGS = ("mc", "activations")


class AtHand:
    """Files that need no server. broken: raised instead of the handin."""

    def __init__(self, bundles: list[Bundle], handin: Handin) -> None:
        self.bundles = {bundle.digest: bundle for bundle in bundles}
        self.packed = handin
        self.broken: Exception | None = None
        self.sent: dict[str, bytes] = {}

    def bundle(self, blob: Blob) -> Bundle:
        return self.bundles[blob.digest]

    def handin(self, blob: Blob) -> bytes:
        if self.broken:
            raise self.broken
        return self.packed.pack()

    def send(self, url: str, data: bytes) -> None:
        self.sent[url] = data


class Shift:
    """A crew, what it told, and jobs for it."""

    def __init__(self, sandbox: OpenSandbox) -> None:
        self.bundles = [read_bundle_folder(ROOT / "problems" / slug) for slug in SLUGS]
        homework = read_assignment_folder(ROOT / "assignments" / "hw1p1")
        files = homework.sample("full-marks")
        self.handin = read_handin(tar(files), tuple(homework.wanted))
        self.told: list[Told] = []
        self.files = AtHand(self.bundles, self.handin)
        self.crew = Crew(
            worker=Worker("w1", "engine", ("numpy",), 1, 0, sandbox.kind),
            sandbox=sandbox,
            objects=self.files,  # type: ignore[arg-type]
            arrays=ArrayCache(),
            tell=self.told.append,
        )

    def job(self) -> GradeJob:
        items = tuple(
            GradeItem(f"g-{bundle.problem.slug}", 1, bundle.problem.slug, Blob(bundle.digest), 7, "ticket")
            for bundle in self.bundles
        )
        return GradeJob("s1", "numpy", "cpu", Blob(self.handin.digest), items)

    def of(self, kind: type[Told]) -> list[Told]:
        return [each for each in self.told if isinstance(each, kind)]


@pytest.fixture
def shift(sandbox: OpenSandbox) -> Shift:
    return Shift(sandbox)


def test_each_problem_is_settled_as_it_is_known_and_held_no_more(shift: Shift):
    held: list[tuple[Attempt, ...]] = []

    def tell(told: Told) -> None:
        shift.told.append(told)
        held.append(shift.crew.held.all())

    shift.crew.tell = tell
    job = shift.job()
    do(shift.crew, job)
    assert shift.told[0] == Begun("s1", "w1", job.attempts)
    settled = [told for told in shift.told if isinstance(told, Settled)]
    assert {told.attempt for told in settled} == set(job.attempts)
    assert {told.report.verdict for told in settled} == {Verdict.PASSED}
    assert set(held[0]) == set(job.attempts)
    assert shift.crew.held.all() == ()
    assert shift.crew.held.students_jobs == 0


@pytest.mark.parametrize(
    ("changes", "why"),
    [({"runtime": "torch"}, "It has no runtime torch."), ({"device": "cuda"}, "It has no GPU.")],
)
def test_a_worker_without_what_a_job_needs_leaves_it_for_another(
    shift: Shift, changes: dict[str, str], why: str
):
    job = structs.replace(shift.job(), **changes)
    do(shift.crew, job)
    assert shift.told == [PutBack("s1", job.attempts, why)]


@pytest.mark.parametrize("reason", [LinkEnded("Over."), Unreachable("It does not answer.")])
def test_a_handin_that_cannot_be_fetched_now_is_put_back(shift: Shift, reason: Exception):
    shift.files.broken = reason
    job = shift.job()
    do(shift.crew, job)
    assert shift.told[1:] == [PutBack("s1", job.attempts, str(reason))]
    assert shift.crew.held.all() == ()


def test_our_failure_takes_only_what_has_no_report_yet(shift: Shift, monkeypatch):
    monkeypatch.setattr(work, "PAUSE_SECONDS", 0)
    job = shift.job()
    real, calls = work.grade, iter([0])

    def breaks(*arguments: object) -> object:
        reports = real(*arguments)  # type: ignore[arg-type]
        yield next(reports)
        next(calls)
        raise SandboxFault("The box broke.")

    monkeypatch.setattr(work, "grade", breaks)
    do(shift.crew, job)
    (settled,) = shift.of(Settled)
    (failed,) = shift.of(Failed)
    assert isinstance(settled, Settled)
    assert isinstance(failed, Failed)
    assert {settled.attempt, *failed.attempts} == set(job.attempts)
    assert failed.why == "SandboxFault: The box broke."


def test_a_grading_that_lasts_longer_than_the_worker_is_put_back(shift: Shift):
    shift.crew.last_moment = -math.inf
    job = shift.job()
    do(shift.crew, job)
    (put_back,) = shift.of(PutBack)
    assert isinstance(put_back, PutBack)
    assert put_back.why == "The worker ends."
    assert shift.of(Failed) == []


def test_progress_is_told_a_few_times_a_second_at_most(shift: Shift, monkeypatch):
    monkeypatch.setattr(work, "PROGRESS_SECONDS", 0)
    do(shift.crew, shift.job())
    told = [each.progress for each in shift.told if isinstance(each, Progressed)]
    assert [each.number for each in told] == list(range(1, told[0].total + 1))
    shift.told.clear()
    monkeypatch.setattr(work, "PROGRESS_SECONDS", 3600)
    do(shift.crew, shift.job())
    assert shift.of(Progressed) == []


def prove_job(shift: Shift, seconds: float = 60) -> ProveJob:
    return ProveJob(Attempt("prove", "p1", 1), Blob(shift.bundles[0].digest), "numpy", "cpu", (1, 2), seconds)


def test_a_proof_is_told_of_and_settled(shift: Shift, monkeypatch):
    monkeypatch.setattr(work, "PROGRESS_SECONDS", 0)
    do(shift.crew, prove_job(shift))
    (proved,) = shift.of(Proved)
    assert isinstance(proved, Proved)
    assert proved.proof.passed
    assert len(shift.of(Found)) == len(proved.proof.findings)


def test_a_proof_that_has_spent_its_time_says_so(shift: Shift):
    do(shift.crew, prove_job(shift, seconds=0.001))
    assert shift.of(Overdue) == [Overdue("p1", Attempt("prove", "p1", 1))]


def test_a_proof_is_put_back_at_once_when_the_worker_ends(shift: Shift):
    shift.crew.end_within(60)
    do(shift.crew, prove_job(shift))
    assert len(shift.of(PutBack)) == 1


def test_a_proof_waits_while_students_have_all_the_places(shift: Shift):
    began = time.monotonic()
    full = iter([True, False])
    shift.crew.is_full = lambda: next(full, False)  # type: ignore[method-assign]
    do(shift.crew, prove_job(shift))
    assert len(shift.of(Proved)) == 1
    assert time.monotonic() - began >= 0.2


def kit_job(shift: Shift, *bundles: Bundle) -> KitJob:
    blobs = tuple(Blob(bundle.digest) for bundle in bundles)
    return KitJob(
        Attempt("kit", "k1", 1), "hw", "Homework", "# Hello\n", blobs, "numpy", "cpu", 60, "http://kits/k1"
    )


def test_a_starter_kit_is_made_and_put_where_the_job_says(shift: Shift):
    do(shift.crew, kit_job(shift, shift.bundles[0]))
    with tarfile.open(fileobj=io.BytesIO(shift.files.sent["http://kits/k1"])) as kit:
        assert "hw/handout.md" in kit.getnames()
    assert len(shift.told) == 1


def test_bundles_that_cannot_be_one_kit_are_complained_of(shift: Shift, monkeypatch):
    monkeypatch.setattr(work, "assembled", refuses(work.BundleRefused("mc: differs.")))
    do(shift.crew, kit_job(shift, shift.bundles[0]))
    assert shift.of(Complained) == [Complained("k1", Attempt("kit", "k1", 1), "mc: differs.")]


def refuses(refusal: Exception) -> Callable[..., object]:
    def refuse(*_: object) -> object:
        raise refusal

    return refuse
