"""A check of `problem.toml` as a box is asked it."""

from graders.box import Step
from graders.problem import Check, Inputs, Problem


def step_of(problem: Problem, check: Check, seed: int) -> Step:
    """The step that exercises a check, with all that the check says of how it is asked."""
    seconds = check.wall_seconds or problem.limits.wall_seconds
    unchanged = check.inputs is Inputs.UNCHANGED
    return Step(problem.slug, check.name, seed, seconds, check.seeds, tuple(check.cases), unchanged)
