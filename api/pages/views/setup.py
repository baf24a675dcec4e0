"""The form of an assignment: what was typed, what it means, and what is wrong with which field."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from api.assignments.editing import Draft, complaints
from api.db.models import Assignment, BundleVersion, Counts, Course
from api.pages.phrases import points
from api.policies.days import zone_of
from api.policies.rules import Rules

MOMENTS = ("opens_at", "due_at", "closes_at")
PLACE = "place-"
"""What the name of a problem's place in the assignment begins with."""
MOST_TEXT = 100_000


@dataclass(frozen=True)
class Problem:
    """A problem that the course may use. place: where it stands in the assignment, as typed; "" nowhere."""

    slug: str
    title: str
    points: float
    place: str


@dataclass
class SetupForm:
    """Fields as texts, and what is wrong with which. moments: the dates that are stored, as they are shown.

    A date that is left as it was shown stays what it was, to the second and in the hour that comes twice.
    """

    zone: str
    texts: Mapping[str, str]
    moments: Mapping[str, datetime | None] = field(default_factory=dict)
    wrong: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, course: Course, assignment: Assignment | None) -> "SetupForm":
        """The form as it is shown first: what is stored, or an empty one."""
        if assignment is None:
            return cls(course.zone, {"counts": Counts.BEST.value})
        moments = {name: getattr(assignment, name) for name in MOMENTS}
        return cls(course.zone, _stored(assignment, course.zone), moments)

    def typed(self, texts: Mapping[str, str]) -> "SetupForm":
        """The same form with what was typed into it."""
        return SetupForm(self.zone, texts, self.moments)

    def text(self, name: str) -> str:
        """What stands in a field."""
        return self.texts.get(name, "")

    def draft(self) -> Draft | None:
        """The assignment that the form describes; None where something is `wrong`."""
        title = " ".join(self.text("title").split())
        if not title or len(title) > 200:
            self.wrong["title"] = "Write a title, of at most 200 characters."
        if len(self.text("preface")) > MOST_TEXT:
            self.wrong["preface"] = f"At most {MOST_TEXT:,} characters fit."
        opens, due, closes = (self.moment(name) for name in MOMENTS)
        draft = Draft(title, self._problems(), self.text("preface"), opens, due, closes, self._rules())
        for told in complaints(draft):
            name, _, said = told.partition(": ")
            self.wrong.setdefault(name, said[0].upper() + said[1:])
        return None if self.wrong else draft

    def moment(self, name: str) -> datetime | None:
        """The moment that a field holds; None where it is empty, or `wrong`."""
        text = self.text(name)
        stored = self.moments.get(name)
        if not text:
            return None
        if stored is not None and text == shown(stored, self.zone):
            return stored
        try:
            local = datetime.fromisoformat(text)
        except ValueError:
            self.wrong[name] = "Write a date and a time, as in 2026-12-08T23:59."
            return None
        if local.tzinfo is not None or not 2000 <= local.year <= 2100:
            self.wrong[name] = f"Write a date between 2000 and 2100, by the clocks of {self.zone}."
            return None
        moment = local.replace(tzinfo=zone_of(self.zone)).astimezone(UTC)
        if moment.astimezone(zone_of(self.zone)).replace(tzinfo=None) != local:
            self.wrong[name] = f"There is no such time: the clocks of {self.zone} are put forward then."
        return moment

    def _problems(self) -> tuple[str, ...]:
        """The slugs whose place is a number, in the order of these."""
        found = []
        for name, text in self.texts.items():
            if not name.startswith(PLACE) or not text:
                continue
            if not (text.isascii() and text.isdigit() and len(text) < 4):
                self.wrong["problems"] = "Number the problems: 1 for the first, 2 for the second."
                continue
            found.append((int(text), name.removeprefix(PLACE)))
        if not found and "problems" not in self.wrong:
            self.wrong["problems"] = "Number at least one problem."
        return tuple(slug for _, slug in sorted(found))

    def _rules(self) -> Rules:
        counts = self.text("counts")
        return Rules(
            slip_limit=self.whole("slip_limit", 0, 366),
            late_refused=bool(self.text("late_refused")),
            late_penalty=self._number("late_penalty", 100),
            late_floor=self._number("late_floor", 100),
            daily_attempts=self.whole("daily_attempts", 1, 1000),
            cool_down=round(60 * self._number("cool_down", 10_080)),
            counts=Counts(counts) if counts in set(Counts) else Counts.BEST,
            scores_wait=bool(self.text("scores_wait")),
        )

    def whole(self, name: str, least: int, most: int) -> int | None:
        """A whole number; None where the field is empty."""
        text = self.text(name)
        if not text:
            return None
        if text.isascii() and text.isdigit() and len(text) < 6 and least <= int(text) <= most:
            return int(text)
        self.wrong[name] = f"Write a whole number from {least} to {most}, or nothing."
        return None

    def _number(self, name: str, most: float) -> float:
        """A number of at least 0; 0 where the field is empty."""
        try:
            number = float(self.text(name).replace(",", ".") or 0)
        except ValueError:
            number = -1.0
        if 0 <= number <= most:
            return number
        self.wrong[name] = f"Write a number from 0 to {most:g}."
        return 0.0


def problems_of(form: SetupForm, published: Sequence[BundleVersion]) -> list[Problem]:
    """What the course may use, as the form has it: first what it uses, in order, then the rest by title."""
    found = [
        Problem(each.problem.slug, each.title, each.points, form.text(PLACE + each.problem.slug))
        for each in published
    ]
    return sorted(found, key=lambda each: (not each.place, each.place.rjust(4, "0"), each.title.lower()))


def shown(moment: datetime, zone: str) -> str:
    """A moment as a browser's field for dates has it, by the clocks of a zone."""
    return f"{moment.astimezone(zone_of(zone)):%Y-%m-%dT%H:%M}"


def _stored(assignment: Assignment, zone: str) -> dict[str, str]:
    """What is stored of an assignment, as texts."""
    rules = Rules.of(assignment)
    texts = {"title": assignment.title, "preface": assignment.preface, "counts": rules.counts.value}
    for name in MOMENTS:
        moment = getattr(assignment, name)
        texts[name] = shown(moment, zone) if moment else ""
    for name in ("slip_limit", "daily_attempts"):
        number = getattr(rules, name)
        texts[name] = "" if number is None else str(number)
    numbers = {"late_penalty": rules.late_penalty, "late_floor": rules.late_floor}
    numbers["cool_down"] = rules.cool_down / 60
    texts |= {name: points(number) if number else "" for name, number in numbers.items()}
    texts |= {name: "yes" if getattr(rules, name) else "" for name in ("late_refused", "scores_wait")}
    texts |= {f"{PLACE}{row.problem.slug}": str(row.place + 1) for row in assignment.problems}
    return texts
