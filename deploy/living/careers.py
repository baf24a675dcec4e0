"""How students get through a homework: what each of their handins holds, and when they wish to hand it in.

A wish is a place in the class's order, 0 the first handin of all and 1 the last. Wishes of a whole class are
ranked, and the moments of the real trace given out by rank: so the class as a whole hands in as a real one
did, and each student about when it is like them.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from random import Random

from deploy.living.work import Draft, Part, Work

ON_TIME = 0.96
"""The share of the trace that lies before the deadline."""


@dataclass(frozen=True)
class Writer:
    """One student at one homework. hand: part → where the text is from once they have it right."""

    work: Work
    hand: Mapping[str, str]
    draw: Random

    def draft(self, parts: Sequence[Part], wrong: Mapping[str, str] | None = None) -> Draft:
        """These parts, right in their own hand but for what is wrong."""
        said = {**self.hand, **(wrong or {})}
        return Draft(tuple((part.name, said[part.name]) for part in parts))

    def slip(self, part: Part) -> str:
        """A mistake in a part; half of those who make one make the commonest."""
        return part.slips[0] if self.draw.random() < 0.5 else self.draw.choice(part.slips)

    def wishes(self, count: int, first: float, last: float) -> list[float]:
        """So many moments between two, sorted."""
        return sorted(self.draw.uniform(first, last) for _ in range(count))


Story = tuple[list[Draft], list[float]]
"""What somebody hands in, and when they wish to."""


def climbs(writer: Writer) -> Story:
    """Starts early, hands in part after part, and mends each before the next."""
    drafts = []
    parts = writer.work.parts
    for count, newest in enumerate(parts, start=1):
        if newest.slips and writer.draw.random() < 0.55:
            drafts.append(writer.draft(parts[:count], {newest.name: writer.slip(newest)}))
        if count == len(parts) or writer.draw.random() < 0.6:
            drafts.append(writer.draft(parts[:count]))
    return drafts, writer.wishes(len(drafts), 0, writer.draw.uniform(0.5, 0.9))


def is_steady(writer: Writer) -> Story:
    """Half of it, then all of it with a mistake or none, then all of it."""
    parts = writer.work.parts
    wrong = writer.draw.choice([part for part in parts if part.slips])
    drafts = [
        writer.draft(parts[: (len(parts) + 1) // 2]),
        writer.draft(parts, {wrong.name: writer.slip(wrong)}),
        writer.draft(parts),
    ]
    return drafts, writer.wishes(3, 0.35, 0.9)


def rushes(writer: Writer) -> Story:
    """Begins in the last hours, with everything at once and mistakes left over."""
    parts = writer.work.parts
    wrong = {part.name: writer.slip(part) for part in parts if part.slips and writer.draw.random() < 0.35}
    drafts = [writer.draft(parts, wrong)]
    while wrong and writer.draw.random() < 0.6:
        del wrong[writer.draw.choice(sorted(wrong))]
        drafts.append(writer.draft(parts, wrong))
    return drafts, writer.wishes(len(drafts), 0.86, ON_TIME)


def is_stuck(writer: Writer) -> Story:
    """Comes as far as the hardest part and tries it over and over; some never find what is wrong."""
    parts = writer.work.parts
    hardest = next(part for part in parts if part.name == writer.work.hardest)
    before = parts[: parts.index(hardest)]
    drafts, slip = [writer.draft(before)], writer.slip(hardest)
    for _ in range(writer.draw.randint(3, 7)):
        drafts.append(writer.draft((*before, hardest), {hardest.name: slip}))
        slip = writer.slip(hardest) if writer.draw.random() < 0.4 else slip
    if writer.draw.random() < 0.4:
        drafts.append(writer.draft(parts))
    return drafts, writer.wishes(len(drafts), 0.4, ON_TIME)


def is_late(writer: Writer) -> Story:
    """Hands half of it in on time, and all of it after the deadline."""
    parts = writer.work.parts
    wrong = writer.draw.choice([part for part in parts if part.slips])
    half, whole = len(parts) // 2, {wrong.name: writer.slip(wrong)}
    drafts = [writer.draft(parts[:half]), writer.draft(parts, whole), writer.draft(parts)]
    return drafts, [writer.draw.uniform(0.6, ON_TIME), *writer.wishes(2, ON_TIME + 0.005, 1)]


def gives_up(writer: Writer) -> Story:
    """Hands the starter in, then a part or two, and is not seen again."""
    parts = writer.work.parts
    begun = parts[: writer.draw.randint(1, 2)]
    wrong = begun[-1]
    drafts = [writer.draft(()), writer.draft(begun, {wrong.name: writer.slip(wrong)})]
    return drafts, writer.wishes(2, 0.1, 0.8)


def hands_nothing_in(_writer: Writer) -> Story:
    """Is on the roster, and that is all."""
    return [], []


Career = Callable[[Writer], Story]

CAREERS: Mapping[Career, int] = {
    climbs: 24,
    is_steady: 22,
    rushes: 18,
    is_stuck: 14,
    is_late: 6,
    gives_up: 6,
    hands_nothing_in: 6,
}
"""How many of a hundred students go each way; the others copy what a friend has."""


def dealt(count: int, draw: Random) -> list[Career | None]:
    """Careers for a class of so many, in a random order; None for those who copy.

    Small classes have one of each as far as they go.
    """
    shares: dict[Career | None, int] = dict(CAREERS.items())
    shares[None] = 100 - sum(CAREERS.values())
    cards: list[Career | None] = list(shares)[:count]
    while len(cards) < count:
        lacks = max(shares, key=lambda career: shares[career] * count / 100 - cards.count(career))
        cards.append(lacks)
    draw.shuffle(cards)
    return cards
