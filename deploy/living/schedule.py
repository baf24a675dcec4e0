"""Who of a made-up class hands in what and when, all of it drawn from one seed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import cycle, product
from random import Random

from deploy.living.careers import ON_TIME, Career, Story, Writer, dealt
from deploy.living.trace import read_trace, spread
from deploy.living.work import Draft, Work


@dataclass(frozen=True)
class Handin:
    """What one student hands in. seconds: relative to the deadline. student: their place in the class."""

    seconds: float
    student: int
    draft: Draft


def schedule(work: Work, count: int, seed: int) -> list[Handin]:
    """The handins of a class of so many, in the order in which they come."""
    draw = Random(seed)
    stories = list(_stories(work, dealt(count, draw), draw))
    wishes = sorted((wish, student) for student, (_, wished) in enumerate(stories) for wish in wished)
    moments = spread(read_trace(), len(wishes), draw)
    coming = {student: iter(drafts) for student, (drafts, _) in enumerate(stories)}
    return [
        Handin(moment, student, next(coming[student]))
        for moment, (_, student) in zip(moments, wishes, strict=True)
    ]


def careers(count: int, seed: int) -> list[str]:
    """What each student of such a class is like, by place: the name of their career, or `copies`."""
    return [career.__name__ if career else "copies" for career in dealt(count, Random(seed))]


def _stories(work: Work, careers: Sequence[Career | None], draw: Random) -> Iterator[Story]:
    """A story a student. Who copies has what somebody before them in the class handed in last."""
    hands, told = _hands(work, draw), list[Story]()
    for career in careers:
        if career is None:
            told.append(_copied(told, draw))
        else:
            told.append(career(Writer(work, next(hands), draw)))
        yield told[-1]


def _copied(told: Sequence[Story], draw: Random) -> Story:
    """A friend's last handin under other names, a little later; nothing where nobody has anything."""
    friends = [story for story in told if len(story[0]) > 1 and story[1][-1] < ON_TIME]
    if not friends:
        return [], []
    drafts, wishes = draw.choice(friends)
    return [replace(drafts[-1], disguised=True)], [draw.uniform(wishes[-1], ON_TIME)]


def _hands(work: Work, draw: Random) -> Iterator[dict[str, str]]:
    """Ways to write the whole homework, no two alike until all are used up.

    The first parts come in a few combinations only: their ways go along with one another, as they do
    where people learn together. So early drafts of many students are the same, and what a class hands
    in can be graded in a minute.
    """
    late = [part for part in work.parts if part.name in ("network", work.hardest)]
    early = [part for part in work.parts if part not in late]
    most = max(len(part.right) for part in early)
    ways = list(product(range(most), product(*(part.right for part in late))))
    draw.shuffle(ways)
    for way, texts in cycle(ways):
        hand = {part.name: part.right[way % len(part.right)] for part in early}
        yield hand | {part.name: text for part, text in zip(late, texts, strict=True)}
