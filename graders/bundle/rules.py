"""What `problem.toml` must hold to: every rule, as a sentence when it is broken."""

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import chain
from keyword import iskeyword

from graders.archive import ArchiveLimits, plain_path
from graders.bundle.check_rules import about_asking, about_comparing, about_cost
from graders.bundle.tree import edits_complaints
from graders.errors import ArchiveRefused
from graders.problem import Check, Limits, Misconception, Problem, Sample

SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
SLUG_CHARS = 64
DEVICES = ("cpu", "cuda", "any")
RANGES = {
    "wall_seconds": (0.1, 3600.0),
    "memory_mb": (64.0, 262_144.0),
    "files_mb": (1.0, 65_536.0),
    "printed_mb": (0.0, 1024.0),
    "answer_mb": (1.0, 4096.0),
}
MOST = {"checks": 200, "misconceptions": 200, "samples": 100, "files": 200, "path": 50}
"""More than any problem needs, and few enough that reading and proving one comes to an end."""


def problem_complaints(problem: Problem) -> Iterator[str]:
    """A sentence for each rule that is broken, naming the key; none for a sound problem."""
    for place, complaint in _complaints(problem):
        yield f"problem.toml, {place}: {complaint}"


def slug_complaint(slug: str) -> str:
    """Why this is no slug; "" if it is one."""
    if SLUG.fullmatch(slug) and len(slug) <= SLUG_CHARS:
        return ""
    return f"{slug!r} must be lower-case letters, digits and single hyphens, at most {SLUG_CHARS} of them."


def repeated(names: Iterable[str]) -> list[str]:
    """The names that occur more than once."""
    return [name for name, count in Counter(names).items() if count > 1]


def path_complaint(path: str) -> str:
    """Why this is no plain path below a handin's root; "" if it is one."""
    try:
        plain = plain_path(path, ArchiveLimits())
    except ArchiveRefused as refusal:
        return str(refusal)
    return "" if path and plain == path else f"{path!r} must be written as {plain!r}."


def _complaints(problem: Problem) -> Iterator[tuple[str, str]]:
    yield from _about_counts(problem)
    yield from _about_the_whole(problem)
    yield from _about_paths(problem)
    yield from _about_limits(problem.limits)
    for kind in ("checks", "misconceptions", "samples"):
        for name in repeated(part.name for part in getattr(problem, kind)):
            yield f"{kind}.{name}", "comes more than once; give each a name of its own."
    for check in problem.checks:
        about = chain(_about_check(check), about_cost(check, problem))
        yield from ((f"checks.{check.name}{key}", said) for key, said in about)
    known = {check.name for check in problem.checks}
    for misconception in problem.misconceptions:
        yield from (
            (f"misconceptions.{misconception.name}{key}", said)
            for key, said in _about_misconception(misconception, known)
        )
    for sample in problem.samples:
        yield from (
            (f"samples.{sample.name}{key}", said) for key, said in _about_sample(sample, problem.points)
        )


def _about_counts(problem: Problem) -> Iterator[tuple[str, str]]:
    for key, most in MOST.items():
        if (count := len(getattr(problem, key))) > most:
            yield key, f"there are {count}, and {most} are the most; make two problems of it."


def _about_the_whole(problem: Problem) -> Iterator[tuple[str, str]]:
    for key in ("slug", "runtime"):
        if complaint := slug_complaint(getattr(problem, key)):
            yield key, complaint
    if not problem.title.strip() or not problem.title.isprintable():
        yield "title", "must be one line of text."
    if problem.device not in DEVICES:
        yield "device", f"{problem.device!r} must be one of {', '.join(DEVICES)}."
    if not problem.files:
        yield "files", "there must be at least one path that a handin should hold."


def _about_paths(problem: Problem) -> Iterator[tuple[str, str]]:
    named = [("files", path) for path in problem.files] + [("path", path) for path in problem.path]
    for path, names in problem.aliases.items():
        named += [(f"aliases.{path}", name) for name in names]
        if path not in problem.files:
            yield f"aliases.{path}", "is not among `files`."
    for key, path in named:
        if complaint := path_complaint(path):
            yield key, complaint


def _about_limits(limits: Limits) -> Iterator[tuple[str, str]]:
    for key, (least, most) in RANGES.items():
        if not least <= getattr(limits, key) <= most:
            yield f"limits.{key}", f"{getattr(limits, key)} must be between {least:g} and {most:g}."


def _about_check(check: Check) -> Iterator[tuple[str, str]]:
    if not check.name.isidentifier() or iskeyword(check.name) or check.name.startswith("_"):
        yield (
            "",
            f"{check.name!r} must be a name that a Python function can have, without a leading underscore.",
        )
    for key in ("points", "rtol", "atol"):
        if not 0 <= getattr(check, key) < math.inf:
            yield f".{key}", f"{getattr(check, key)} must be a number, zero or more."
    least, most = RANGES["wall_seconds"]
    if check.wall_seconds is not None and not least <= check.wall_seconds <= most:
        yield ".wall_seconds", f"{check.wall_seconds} must be between {least:g} and {most:g}."
    yield from about_asking(check)
    yield from about_comparing(check)
    yield from _about_curves(check)


def _about_curves(check: Check) -> Iterator[tuple[str, str]]:
    if check.curves and not check.reveal:
        yield ".curves", "would show expected values, which `reveal = false` keeps secret; take one away."
    for name in repeated(check.curves):
        yield ".curves", f"names {name!r} more than once."


def _about_misconception(misconception: Misconception, known: set[str]) -> Iterator[tuple[str, str]]:
    if complaint := slug_complaint(misconception.name):
        yield "", complaint
    if not misconception.hint.strip():
        yield ".hint", "must say what is wrong, to a student."
    if not misconception.fails:
        yield ".fails", "must name the checks that it fails."
    for name in misconception.fails:
        if name not in known:
            yield ".fails", f"{name!r} is no check of this problem."
    for complaint in edits_complaints(misconception.edits, f"misconceptions/{misconception.name}"):
        yield ".edits", complaint


def _about_sample(sample: Sample, points: float) -> Iterator[tuple[str, str]]:
    if complaint := slug_complaint(sample.name):
        yield "", complaint
    if not 0 <= sample.earns <= points:
        yield ".earns", f"{sample.earns:g} must be between 0 and the problem's {points:g} points."
