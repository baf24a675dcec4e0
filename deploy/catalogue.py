"""Finds problems and assignments by name among the folders of this machine."""

from dataclasses import dataclass
from pathlib import Path

from deploy.errors import Refusal
from deploy.settings import EmbeddedSettings
from graders.assignment import Assignment, read_assignment_folder
from graders.bundle import Bundle, read_bundle_folder


class Unknown(Refusal):
    """What was named is not there; the text says what is."""


@dataclass(frozen=True)
class Task:
    """What a handin is graded against: one problem, or all of an assignment's."""

    title: str
    bundles: tuple[Bundle, ...]
    wanted: frozenset[str]


def find_task(name: str, settings: EmbeddedSettings) -> Task:
    """An assignment by slug, or a problem by slug or folder. Raises Unknown."""
    if (settings.assignments / name / "assignment.toml").is_file():
        assignment = read_assignment_folder(settings.assignments / name)
        return Task(assignment.title, assignment.bundles, assignment.wanted)
    folder = _problem_folder(name, settings)
    if not folder:
        raise Unknown(f"There is no assignment or problem '{name}'. There are: {', '.join(known(settings))}.")
    bundle = read_bundle_folder(folder)
    return Task(bundle.problem.title, (bundle,), bundle.problem.wanted)


def find_problem(name: str, settings: EmbeddedSettings) -> Bundle:
    """A problem by slug or folder. Raises Unknown, and BundleRefused for one that cannot be read."""
    folder = _problem_folder(name, settings)
    if not folder:
        raise Unknown(f"There is no problem '{name}' in {settings.problems}, and no folder of that name.")
    return read_bundle_folder(folder)


def _problem_folder(name: str, settings: EmbeddedSettings) -> Path | None:
    folders = (settings.problems / name, Path(name))
    return next((folder for folder in folders if (folder / "problem.toml").is_file()), None)


def find_assignment(name: str, settings: EmbeddedSettings) -> Assignment:
    """An assignment by slug or folder. Raises Unknown."""
    for folder in (settings.assignments / name, Path(name)):
        if (folder / "assignment.toml").is_file():
            return read_assignment_folder(folder)
    raise Unknown(f"There is no assignment '{name}' in {settings.assignments}.")


def known(settings: EmbeddedSettings) -> list[str]:
    """Slugs of every assignment and problem here."""
    assignments = sorted(settings.assignments.glob("*/assignment.toml"))
    problems = sorted(settings.problems.glob("*/problem.toml"))
    return [path.parent.name for path in (*assignments, *problems)]
