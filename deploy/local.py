"""`allclose grade`: the same grading as the server's, without one."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from deploy.boxes import box_for, open_boxes
from deploy.catalogue import Task, Unknown
from deploy.settings import EmbeddedSettings
from graders.archive import read_folder
from graders.cache import ArrayCache
from graders.grade import Progress, grade
from graders.handin import Handin, read_handin, tidy_handin
from graders.job import Blob, GradeItem, GradeJob
from graders.problem import Problem
from graders.report import Report
from graders.written import report_written
from worker.runtimes import installed_runtimes


def read_local_handin(path: Path, wanted: frozenset[str]) -> Handin:
    """An archive, or a folder taken as it lies. Raises Unknown or HandinRefused."""
    if path.is_dir():
        return tidy_handin(read_folder(path), wanted)
    if not path.is_file():
        raise Unknown(f"There is no file or folder {path}.")
    return read_handin(path.read_bytes(), wanted)


def grade_locally(
    task: Task,
    handin: Handin,
    settings: EmbeddedSettings,
    listen: Callable[[Progress], None],
    device: str = "cpu",
) -> Iterator[Report]:
    """One report a problem, as each is done; a written one waits for a person and needs no box.

    device: where problems that may be graded on any are graded.
    """
    for bundle in task.bundles:
        if bundle.problem.is_written:
            yield report_written(bundle.problem, bundle.digest, handin.files)
    asked = list(jobs(task, handin, device=device))
    if asked:
        yield from _graded(asked, task, handin, settings, listen)


def _graded(
    asked: Sequence[GradeJob],
    task: Task,
    handin: Handin,
    settings: EmbeddedSettings,
    listen: Callable[[Progress], None],
) -> Iterator[Report]:
    bundles = {bundle.digest: bundle for bundle in task.bundles}
    with open_boxes(settings, installed_runtimes(settings.home)) as sandbox:
        cache = ArrayCache()
        for job in asked:
            for _, report in grade(job, bundles, handin, box_for(sandbox, job.device), cache, listen):
                yield report


def jobs(task: Task, handin: Handin, seed: int = 0, device: str = "cpu") -> Iterator[GradeJob]:
    """One job for each runtime and device that the task's problems need, in the task's order."""
    run = [bundle for bundle in task.bundles if not bundle.problem.is_written]
    needs = {bundle: _need(bundle.problem, device) for bundle in run}
    for runtime, needed in dict.fromkeys(needs.values()):
        items = tuple(
            GradeItem(bundle.problem.slug, 1, bundle.problem.slug, Blob(bundle.digest), seed)
            for bundle in run
            if needs[bundle] == (runtime, needed)
        )
        yield GradeJob("local", runtime, needed, Blob(handin.digest), items)


def _need(problem: Problem, device: str) -> tuple[str, str]:
    """The runtime and device that a problem is graded with here."""
    return problem.runtime, device if problem.device == "any" else problem.device
