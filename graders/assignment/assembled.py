"""An assignment put together from bundles alone, as instructors do over REST: it has no folder."""

from collections.abc import Iterator, Sequence

from graders.assignment.assignment import Assignment
from graders.assignment.outline import Outline
from graders.bundle import Bundle
from graders.bundle.bundle import HANDOUT
from graders.errors import BundleRefused


def assembled(slug: str, title: str, handout: str, bundles: Sequence[Bundle]) -> Assignment:
    """The assignment of these problems; its starter holds the starters of all of them.

    Raises BundleRefused, a sentence for each file that two problems start differently.
    """
    if told := "\n".join(_disagreements(bundles)):
        raise BundleRefused(told)
    files = {HANDOUT: (handout or f"# {title}\n").encode()}
    for bundle in bundles:
        files |= {f"starter/{path}": data for path, data in bundle.starter().items()}
    outline = Outline(slug, title, [bundle.problem.slug for bundle in bundles])
    return Assignment(outline, files, tuple(bundles))


def _disagreements(bundles: Sequence[Bundle]) -> Iterator[str]:
    started: dict[str, tuple[str, bytes]] = {}
    for bundle in bundles:
        for path, data in bundle.starter().items():
            other, first = started.setdefault(path, (bundle.problem.slug, data))
            if first != data:
                yield (
                    f"starter/{path}: {other} and {bundle.problem.slug} start it differently, and a kit "
                    "holds it once; make the two alike, or name one of them otherwise."
                )
