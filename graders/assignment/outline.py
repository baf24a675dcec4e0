"""The words of `assignment.toml`, and the rules on them."""

from collections.abc import Iterator

from msgspec import Struct

from graders.bundle.rules import repeated, slug_complaint
from graders.problem import Recipe


class WholeSample(Recipe, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A whole handin, with what it must earn by problem. It may be made of the problems' samples, too."""

    earns: dict[str, float]


class Outline(Struct, frozen=True, forbid_unknown_fields=True):
    """One `assignment.toml`. problems: slugs, in the order in which students see them."""

    slug: str
    title: str
    problems: list[str]
    about: str = ""
    samples: list[WholeSample] = []


def outline_complaints(outline: Outline) -> Iterator[str]:
    """A sentence for each rule that is broken, naming the key."""
    for key, complaint in (*_about_the_whole(outline), *_about_samples(outline)):
        yield f"assignment.toml, {key}: {complaint}"


def _about_the_whole(outline: Outline) -> Iterator[tuple[str, str]]:
    for key, slug in [("slug", outline.slug), *(("problems", slug) for slug in outline.problems)]:
        if complaint := slug_complaint(slug):
            yield key, complaint
    if not outline.title.strip() or not outline.title.isprintable():
        yield "title", "must be one line of text."
    if not outline.problems:
        yield "problems", "there must be at least one."
    for slug in repeated(outline.problems):
        yield "problems", f"{slug!r} comes more than once."


def _about_samples(outline: Outline) -> Iterator[tuple[str, str]]:
    for name in repeated(sample.name for sample in outline.samples):
        yield f"samples.{name}", "comes more than once; give each a name of its own."
    for sample in outline.samples:
        key = f"samples.{sample.name}"
        if complaint := slug_complaint(sample.name):
            yield key, complaint
        if set(sample.earns) != set(outline.problems):
            yield f"{key}.earns", f"must give the points of each problem: {', '.join(outline.problems)}."
