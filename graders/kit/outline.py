"""`kit.json`: what the programs in a kit must know of its problems, and nothing that is hidden."""

import msgspec

from graders.assignment import Assignment
from graders.bundle import Bundle
from graders.kit.cases import PUBLIC_SEED, is_stored
from graders.problem import Check, Inputs, Limits, Problem


def kit_outline(assignment: Assignment) -> bytes:
    """The outline as JSON; `autograder/outline.py` reads it in the kit."""
    outline = {
        "title": assignment.title,
        "points": assignment.points,
        "seed": PUBLIC_SEED,
        "handin": folders(assignment),
        "answers": answers(assignment),
        "problems": [_problem(bundle) for bundle in assignment.bundles],
    }
    return msgspec.json.format(msgspec.json.encode(outline), indent=1) + b"\n"


def folders(assignment: Assignment) -> list[str]:
    """What a student works on, from the start: the starter's folders, and files beside them."""
    return sorted({path.partition("/")[0] for path in assignment.starter()})


def answers(assignment: Assignment) -> list[list[str]]:
    """Files beside those folders that will hold written answers, each with other names accepted for it."""
    written = [bundle.problem for bundle in assignment.bundles if bundle.problem.is_written]
    named = [_names(problem, path) for problem in written for path in problem.files]
    packed = set(folders(assignment))
    beside = [[name for name in names if name.partition("/")[0] not in packed] for names in named]
    return [names for names in beside if names]


def _names(problem: Problem, path: str) -> list[str]:
    return [path, *problem.aliases.get(path, ())]


def _problem(bundle: Bundle) -> dict[str, object]:
    problem = bundle.problem
    return {
        "slug": problem.slug,
        "title": problem.title,
        "points": problem.points,
        "device": problem.device,
        "path": problem.path,
        "aliases": problem.aliases,
        "answers": [_names(problem, path) for path in problem.files] if problem.is_written else [],
        "checks": [_check(check, problem.limits) for check in bundle.checks(hidden=False)],
    }


def _check(check: Check, limits: Limits) -> dict[str, object]:
    return {
        "name": check.name,
        "title": check.title or check.name.replace("_", " "),
        "points": check.points,
        "rtol": check.rtol,
        "atol": check.atol,
        "compare": check.compare,
        "dtype": check.dtype,
        "lists": check.lists,
        "seeds": check.seeds,
        "cases": check.cases,
        "credit": check.credit,
        "gradients": check.gradients,
        "unchanged": check.inputs is Inputs.UNCHANGED,
        "wall_seconds": check.wall_seconds or limits.wall_seconds,
        "stored": is_stored(check),
    }
