"""Which checks a class fails most, and why: counted over the handins that count."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from api.db.models import Assignment, BundleVersion
from api.statistics.repository import Failure, Tally

MISCONCEPTION = "misconception:"
SPARE = 4
"""How many times more groups are looked up than reasons are told, for those that say the same."""

Named = Mapping[str, tuple[str, BundleVersion]]
"""Bundle versions by id, each with its problem's slug."""
Key = tuple[str, str]
"""A problem's slug, and the name of one of its checks."""
Sentences = Mapping[str, str]
"""What was said of a group of failures, by its key."""
_Held = Mapping[Key, BundleVersion]


@dataclass(frozen=True)
class Reason:
    """Why students failed, and how many did so. One of diagnosis and like says which: as filters take it.

    diagnosis: a known mistake of a problem, whichever of its checks noticed. like: wrong answers to one check
    that are alike.
    """

    problem: str
    title: str
    students: int
    sentence: str
    diagnosis: str = ""
    like: str = ""


@dataclass(frozen=True)
class CheckLine:
    """A check over the class. asked: handins that answered it. gone: no longer a check of its problem.

    mean: points that it earned on the average.
    """

    problem: str
    problem_title: str
    name: str
    title: str
    points: float
    mean: float
    asked: int
    passed: int
    gone: bool
    commonest: Reason | None

    @property
    def failed(self) -> int:
        """How many did not pass it."""
        return self.asked - self.passed

    @property
    def rate(self) -> float:
        """The share of those asked that passed, from 0 to 1."""
        return self.passed / self.asked

    @property
    def key(self) -> str:
        """It, as filters take it."""
        return f"{self.problem}/{self.name}"


@dataclass(frozen=True)
class _Groups:
    """Failures, gathered by what they have in common: one of each, and how many handins there are."""

    examples: dict[str, Failure]
    sizes: Mapping[str, int]

    @classmethod
    def of(cls, failures: Iterable[tuple[str, Failure]]) -> "_Groups":
        examples: dict[str, Failure] = {}
        handins: dict[str, set[str]] = defaultdict(set)
        for key, failure in failures:
            examples.setdefault(key, failure)
            handins[key].add(failure.submission)
        return cls(examples, {key: len(found) for key, found in handins.items()})


@dataclass(frozen=True)
class Findings:
    """What the reports of a class say, before anything is said of it in words.

    by_check: check → the likeness of its commonest wrong answer. reasons: keys of the commonest, in order,
    more than are told: several may turn out to be the same in words.
    """

    tallies: Mapping[Key, Sequence[Tally]]
    named: Named
    groups: _Groups
    by_check: Mapping[Key, str]
    reasons: Sequence[str]
    most: int

    @classmethod
    def of(cls, tallies: Iterable[Tally], failures: Sequence[Failure], named: Named, most: int) -> "Findings":
        """Gather them. most: how many reasons are told."""
        by_key: dict[Key, list[Tally]] = defaultdict(list)
        for tally in tallies:
            by_key[named[tally.version][0], tally.name].append(tally)
        likes: dict[Key, Counter[str]] = defaultdict(Counter)
        for each in failures:
            likes[named[each.version][0], each.name][each.likeness] += 1
        mistakes = _Groups.of((_mistake(each, named), each) for each in failures)
        reasons = sorted(mistakes.sizes, key=lambda key: (-mistakes.sizes[key], key))
        alike = _Groups.of((each.likeness, each) for each in failures)
        groups = _Groups(alike.examples | mistakes.examples, {**alike.sizes, **mistakes.sizes})
        by_check = {key: counter.most_common(1)[0][0] for key, counter in likes.items()}
        return cls(by_key, named, groups, by_check, reasons[: SPARE * most], most)

    @property
    def unsaid(self) -> dict[str, Failure]:
        """An answer of each group that is told of, so that its sentence can be looked up."""
        told = {*self.by_check.values(), *self.reasons}
        return {key: self.groups.examples[key] for key in told}

    def lines(self, assignment: Assignment, sentences: Sentences) -> list[CheckLine]:
        """The checks, those that fail most first; sentences: of each group."""
        held = _held(assignment)
        found = [self._line(key, tallies, held, sentences) for key, tallies in self.tallies.items()]
        return sorted(found, key=lambda line: (line.rate, line.gone, -line.failed, line.problem, line.name))

    def told(self, sentences: Sentences) -> list[Reason]:
        """The commonest reasons, over all checks; a sentence that several checks say is told once."""
        by_sentence: dict[str, Reason] = {}
        for key in self.reasons:
            reason = self._reason(key, sentences)
            by_sentence.setdefault(reason.sentence or key, reason)
        return list(by_sentence.values())[: self.most]

    def _line(self, key: Key, tallies: Sequence[Tally], held: _Held, sentences: Sentences) -> CheckLine:
        slug, name = key
        version = held.get(key) or max(
            (self.named[tally.version][1] for tally in tallies), key=lambda version: version.number
        )
        described = {check.name: check for check in version.described.checks}.get(name)
        asked = sum(tally.asked for tally in tallies)
        like = self.by_check.get(key)
        return CheckLine(
            problem=slug,
            problem_title=version.title,
            name=name,
            title=described.title or name if described else name,
            points=described.points if described else max(tally.points for tally in tallies),
            mean=sum(tally.earned for tally in tallies) / asked,
            asked=asked,
            passed=sum(tally.passed for tally in tallies),
            gone=key not in held,
            commonest=self._reason(like, sentences) if like else None,
        )

    def _reason(self, key: str, sentences: Sentences) -> Reason:
        slug, version = self.named[self.groups.examples[key].version]
        known = MISCONCEPTION in key
        return Reason(
            problem=slug,
            title=version.title,
            students=self.groups.sizes[key],
            sentence=sentences.get(key, ""),
            diagnosis=key if known else "",
            like="" if known else key,
        )


def _mistake(failure: Failure, named: Named) -> str:
    """What a failure is counted under: a known mistake of the problem, or its likeness."""
    if failure.diagnosis.startswith(MISCONCEPTION):
        return f"{named[failure.version][0]}/{failure.diagnosis}"
    return failure.likeness


def _held(assignment: Assignment) -> _Held:
    """The checks that new handins are asked."""
    return {
        (row.problem.slug, check.name): row.bundle_version
        for row in assignment.problems
        for check in row.bundle_version.described.checks
    }
