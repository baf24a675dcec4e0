"""Every whole handin of every assignment, graded as one job, against what assignment.toml says it earns."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from graders.archive import write_tar
from graders.assignment import Assignment, read_assignment_folder
from graders.cache import ArrayCache
from graders.grade import grade
from graders.handin import Handin, read_handin
from graders.job import Blob, GradeItem, GradeJob
from graders.report import CheckReport, Report, Verdict
from graders.written import report_written
from tests.runtimes import runtime_python
from worker.sandbox.open import OpenSandbox, open_sandbox

ASSIGNMENTS = {
    path.name: read_assignment_folder(path)
    for path in sorted((Path(__file__).parents[2] / "assignments").iterdir())
}
SAMPLES = [(slug, one.name) for slug, assignment in ASSIGNMENTS.items() for one in assignment.samples]
SEED = 7


@pytest.fixture(scope="module")
def sandbox() -> Iterator[OpenSandbox]:
    needed = {bundle.problem.runtime for one in ASSIGNMENTS.values() for bundle in one.bundles}
    with open_sandbox("namespaces", {name: runtime_python(name) for name in needed}) as sandbox:
        yield sandbox


@pytest.fixture(scope="module")
def cache() -> ArrayCache:
    return ArrayCache()


def graded(
    assignment: Assignment, handin: Handin, sandbox: OpenSandbox, cache: ArrayCache
) -> dict[str, Report]:
    """The report of each problem; problems that share a runtime and a device are one job."""
    items: dict[tuple[str, str], list[GradeItem]] = {}
    reports = {}
    for bundle in assignment.bundles:
        problem = bundle.problem
        if problem.is_written:
            reports[problem.slug] = report_written(problem, bundle.digest, handin.files)
            continue
        item = GradeItem(problem.slug, 1, problem.slug, Blob(bundle.digest), SEED)
        items.setdefault((problem.runtime, problem.device), []).append(item)
    bundles = {bundle.digest: bundle for bundle in assignment.bundles}
    for (runtime, device), asked in items.items():
        job = GradeJob("1", runtime, device.replace("any", "cpu"), Blob(handin.digest), tuple(asked))
        for item, report in grade(job, bundles, handin, sandbox, cache, lambda progress: None):
            assert report.verdict is not Verdict.FAULT, report.fault
            reports[item.problem] = report
    return reports


def earned(reports: dict[str, Report]) -> dict[str, float]:
    return {slug: report.earned for slug, report in reports.items()}


def lost(reports: dict[str, Report]) -> list[CheckReport]:
    return [one for report in reports.values() for one in report.checks if one.verdict is Verdict.FAILED]


def test_homework_1_is_worth_100_points() -> None:
    assert ASSIGNMENTS["hw1p1"].points == 100


@pytest.mark.parametrize(("slug", "name"), SAMPLES)
def test_a_whole_handin_earns_what_it_should_and_every_loss_has_a_reason(
    slug: str, name: str, sandbox: OpenSandbox, cache: ArrayCache
) -> None:
    assignment = ASSIGNMENTS[slug]
    [sample] = [one for one in assignment.samples if one.name == name]
    handin = read_handin(write_tar(assignment.sample(name)), assignment.wanted)
    reports = graded(assignment, handin, sandbox, cache)
    assert earned(reports) == sample.earns
    assert all(
        len(reports[bundle.problem.slug].checks) == len(bundle.problem.checks)
        for bundle in assignment.bundles
    )
    assert all(check.explanation and check.explanation.sentence for check in lost(reports))


def test_the_samples_of_homework_1_show_the_whole_range_of_scores() -> None:
    totals = {one.name: sum(one.earns.values()) for one in ASSIGNMENTS["hw1p1"].samples}
    assert totals["full-marks"] == 100
    assert totals["starter"] == totals["blank"] == 0
    assert len(set(totals.values())) >= 8


def test_a_cheat_earns_what_the_same_handin_earns_without_it(sandbox: OpenSandbox, cache: ArrayCache) -> None:
    homework = ASSIGNMENTS["hw1p1"]
    honest, cheat = (
        graded(homework, Handin(homework.sample(name)), sandbox, cache)
        for name in ("gradients-summed", "patches-numpy")
    )
    assert earned(cheat) == earned(honest)
    assert [one.explanation for one in lost(cheat)] == [one.explanation for one in lost(honest)]


def test_a_handin_packed_on_a_mac_in_a_folder_of_its_own_earns_the_same(
    sandbox: OpenSandbox, cache: ArrayCache
) -> None:
    homework = ASSIGNMENTS["hw1p1"]
    noise = [".DS_Store", "hw1/._hw1.py", "mytorch/__pycache__/loss.cpython-37.pyc", ".idea/workspace.xml"]
    files = homework.sample("almost") | dict.fromkeys(noise, b"\x00\x01")
    packed = write_tar({f"./my homework/{path}": data for path, data in files.items()})
    handin = read_handin(packed, homework.wanted)
    assert set(handin.files) == set(homework.sample("almost"))
    assert sum(earned(graded(homework, handin, sandbox, cache)).values()) == 95
