"""What an uploaded problem may ask of this server: its handins run on machines that others share."""

from collections.abc import Iterator

from api.settings import Settings
from graders.errors import BundleRefused
from graders.problem import Problem

WALL_SECONDS = 600.0
"""Of one check. A whole proof has `Settings.problem_minutes`."""
ANSWER_MB, PRINTED_MB, FILES_MB = 512, 64, 4096


def check_bounds(problem: Problem, settings: Settings) -> None:
    """Raise BundleRefused, a sentence for each limit that is set higher than this server allows."""
    if told := "\n".join(_complaints(problem, settings)):
        raise BundleRefused(told)


def _complaints(problem: Problem, settings: Settings) -> Iterator[str]:
    limits = problem.limits
    asked = [
        ("limits.wall_seconds", limits.wall_seconds, WALL_SECONDS),
        ("limits.memory_mb", limits.memory_mb, settings.problem_memory_mb),
        ("limits.answer_mb", limits.answer_mb, ANSWER_MB),
        ("limits.printed_mb", limits.printed_mb, PRINTED_MB),
        ("limits.files_mb", limits.files_mb, FILES_MB),
        *(
            (f"checks.{check.name}.wall_seconds", check.wall_seconds or 0.0, WALL_SECONDS)
            for check in problem.checks
        ),
    ]
    for key, value, most in asked:
        if value > most:
            yield f"problem.toml, {key}: {value:g} is more than the {most:g} that this server allows."
