"""`kit.json`: what the programs in a kit must know of its problems, and nothing that is hidden."""

import msgspec

from graders.assignment import Assignment
from graders.bundle import Bundle
from graders.kit.cases import PUBLIC_SEED, is_stored
from graders.problem import Check, Inputs, Limits


def kit_outline(assignment: Assignment) -> bytes:
    """The outline as JSON; `autograder/outline.py` reads it in the kit."""
    outline = {
        "title": assignment.title,
        "points": assignment.points,
        "seed": PUBLIC_SEED,
        "handin": sorted({path.partition("/")[0] for path in assignment.starter()}),
        "problems": [_problem(bundle) for bundle in assignment.bundles],
    }
    return msgspec.json.format(msgspec.json.encode(outline), indent=1) + b"\n"


def _problem(bundle: Bundle) -> dict[str, object]:
    problem = bundle.problem
    return {
        "slug": problem.slug,
        "title": problem.title,
        "points": problem.points,
        "device": problem.device,
        "path": problem.path,
        "aliases": problem.aliases,
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
