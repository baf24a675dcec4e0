"""What a person decides about a grading, and the rules that their points must keep to."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from api.db.models import Grading
from api.errors import Invalid
from graders.problem import RubricItem


@dataclass(frozen=True)
class Ruling:
    """Points that somebody gives. revision: of the grading as they read it.

    marks: rubric item → points, which add up to `earned`; without `earned` their sum is meant.
    reason: what the student reads.
    """

    revision: str
    earned: float | None = None
    marks: Mapping[str, float] = field(default_factory=dict)
    reason: str = ""


def points_of(ruling: Ruling, grading: Grading) -> float:
    """The points that a ruling gives. Raises Invalid, in a sentence, for one that breaks a rule."""
    problem = grading.bundle_version.described
    if problem.is_written and not ruling.marks:
        raise Invalid("Give the points of every rubric item: a written answer is marked by its rubric.")
    earned = _marked(ruling, problem.rubric) if ruling.marks else ruling.earned
    if earned is None:
        raise Invalid("Say how many points the problem earns.")
    if ruling.earned is not None and not math.isclose(ruling.earned, earned):
        raise Invalid(f"The marks add up to {earned:g} and not to {ruling.earned:g} points.")
    if not 0 <= earned <= problem.points:
        raise Invalid(f"{earned:g} points are not between 0 and the problem's {problem.points:g}.")
    if not ruling.reason and (why := _why_a_reason(grading, earned)):
        raise Invalid(f"Give a reason, which the student reads: {why}.")
    return earned


def _marked(ruling: Ruling, rubric: Sequence[RubricItem]) -> float:
    most = {item.name: item.points for item in rubric}
    for name, points in ruling.marks.items():
        if name not in most:
            raise Invalid(f"The rubric has no item {name!r}.")
        if not 0 <= points <= most[name]:
            raise Invalid(f"{name}: {points:g} points are not between 0 and {most[name]:g}.")
    if missing := [name for name in most if name not in ruling.marks]:
        raise Invalid(f"Give the points of every rubric item; {', '.join(missing)} has none yet.")
    return sum(ruling.marks.values())


def _why_a_reason(grading: Grading, earned: float) -> str:
    """What these points change, at the end of a sentence; "" where they confirm what is there."""
    if grading.decided_earned is not None:
        before, who = grading.decided_earned, "it was decided that the answer earns"
    elif grading.earned is not None:
        before, who = grading.earned, "the grader proposes"
    else:
        return ""
    return "" if math.isclose(earned, before) else f"{who} {before:g} points, and you give {earned:g}"
