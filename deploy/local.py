"""`allclose grade`: the same grading as the server's, without one."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from graders.assignment import Assignment, read_assignment_folder
from graders.bundle import Bundle, read_bundle_folder
from graders.cache import ArrayCache
from graders.grade import Progress, grade
from graders.handin import Handin, read_handin, tidy_handin
from graders.job import Blob, GradeItem, GradeJob
from graders.report import Report
from worker.sandbox.open import open_sandbox

from deploy.runtimes import installed_runtimes
from deploy.settings import DeploySettings


class NothingToGrade(Exception):
    """The problem, assignment or handin that was named is not there."""


@dataclass(frozen=True)
class Task:
    """What a handin is graded against: one problem, or all of an assignment's."""

    title: str
    bundles: tuple[Bundle, ...]

    @property
    def wanted(self) -> set[str]:
        """The files a handin should hold."""
        return {path for bundle in self.bundles for path in bundle.problem.files}


def find_task(name: str, settings: DeploySettings) -> Task:
    """An assignment's or problem's slug, or a bundle's folder. Raises NothingToGrade."""
    if (settings.assignments / name / "assignment.toml").is_file():
        assignment: Assignment = read_assignment_folder(settings.assignments / name)
        return Task(assignment.title, assignment.bundles)
    for folder in (settings.problems / name, Path(name)):
        if (folder / "problem.toml").is_file():
            bundle = read_bundle_folder(folder)
            return Task(bundle.problem.title, (bundle,))
    raise NothingToGrade(f"There is no assignment or problem '{name}'; known: {', '.join(known(settings))}.")


def known(settings: DeploySettings) -> list[str]:
    """Slugs of every assignment and problem here."""
    found = [*settings.assignments.glob("*/assignment.toml"), *settings.problems.glob("*/problem.toml")]
    return [path.parent.name for path in sorted(found, key=lambda path: path.name)]


def read_local_handin(path: Path, wanted: set[str]) -> Handin:
    """An archive, or a folder taken as it lies. Raises NothingToGrade or HandinRefused."""
    if path.is_dir():
        files = {
            str(file.relative_to(path)): file.read_bytes() for file in path.rglob("*") if file.is_file() and not file.is_symlink()
        }
        return tidy_handin(files, wanted)
    if not path.is_file():
        raise NothingToGrade(f"There is no file or folder {path}.")
    return read_handin(path.read_bytes(), wanted)


def grade_locally(
    task: Task, handin: Handin, settings: DeploySettings, listen: Callable[[Progress], None], seed: int = 0
) -> Iterator[Report]:
    """One report a problem, as each is done."""
    bundles = {bundle.digest: bundle for bundle in task.bundles}
    with open_sandbox(settings.box, installed_runtimes(settings.home)) as sandbox:
        cache = ArrayCache()
        for job in jobs(task, handin, seed):
            for _, report in grade(job, bundles, handin, sandbox, cache, listen):
                yield report


def jobs(task: Task, handin: Handin, seed: int) -> Iterator[GradeJob]:
    """One job for each runtime and device that the task's problems need, in the task's order."""
    kinds = dict.fromkeys((bundle.problem.runtime, bundle.problem.device) for bundle in task.bundles)
    for runtime, device in kinds:
        items = tuple(
            GradeItem(bundle.problem.slug, 1, bundle.problem.slug, Blob(bundle.digest), seed)
            for bundle in task.bundles
            if (bundle.problem.runtime, bundle.problem.device) == (runtime, device)
        )
        yield GradeJob("local", runtime, device, Blob(handin.digest), items)
