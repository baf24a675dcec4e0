"""The words of `assignment.toml`, and the rules on them."""

from collections.abc import Iterator

from msgspec import Struct

from graders.bundle.rules import BASES, repeated, slug_complaint


class WholeSample(Struct, frozen=True, forbid_unknown_fields=True):
    """A whole handin, made as a problem's sample is, with what it must earn by problem."""

    name: str
    earns: dict[str, float]
    base: str = "reference"
    remove: list[str] = []
    about: str = ""


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
        if sample.base not in BASES:
            yield f"{key}.base", f"{sample.base!r} must be one of {', '.join(BASES)}."
        if set(sample.earns) != set(outline.problems):
            yield f"{key}.earns", f"must give the points of each problem: {', '.join(outline.problems)}."
