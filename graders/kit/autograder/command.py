"""The command line of the autograder."""

from __future__ import annotations

import argparse
import sys
from importlib.util import find_spec

from .asking import ask
from .outline import Problem, load_kit
from .table import points_of, problem_lines, total_lines


def main(arguments: list[str]) -> int:
    """Print the table. Returns 0 when no check fails, 1 when one does, 2 when none can run."""
    kit = load_kit()
    slugs = [problem.slug for problem in kit.problems]
    parser = argparse.ArgumentParser("runner.py", description="Tries your code on public examples.")
    parser.add_argument("problems", nargs="*", metavar="PROBLEM", help=f"one or more of {', '.join(slugs)}")
    parser.add_argument("--prints", action="store_true", help="show what your code prints")
    told = parser.parse_args(arguments)
    if unknown := [slug for slug in told.problems if slug not in slugs]:
        parser.error(f"there is no problem {unknown[0]}; there are {', '.join(slugs)}")
    if find_spec("numpy") is None:
        print("The autograder needs numpy: python3 -m pip install numpy", file=sys.stderr)
        return 2
    _print_anything()
    try:
        return _try([each for each in kit.problems if each.slug in (told.problems or slugs)], told.prints)
    except KeyboardInterrupt:
        print("\nStopped.")
        return 130


def _try(problems: list[Problem], prints: bool) -> int:
    kit, earned, passed = load_kit(), 0.0, True
    print(f"{kit.title}\n", flush=True)
    for problem in problems:
        outcomes = ask(problem, sys.stdout if prints else None)
        earned += sum(points_of(*pair) for pair in zip(problem.checks, outcomes))
        passed = passed and all(outcome.state != "failed" for outcome in outcomes)
        print("\n".join(problem_lines(problem, outcomes)), flush=True)
    print("\n".join(total_lines(kit, earned, problems)))
    return 0 if passed else 1


def _print_anything() -> None:
    """Consoles that lack a letter show a stand-in rather than fail."""
    reconfigure = getattr(sys.stdout, "reconfigure", None)
    if reconfigure:
        reconfigure(errors="replace")
