"""Reads an assignment's folder, and the bundles it names from the `problems` folder beside its own."""

from collections.abc import Iterator
from pathlib import Path

from graders.archive import read_folder
from graders.assignment.assignment import Assignment
from graders.assignment.outline import Outline, outline_complaints
from graders.bundle import Bundle, read_bundle_folder
from graders.bundle.contents import handout_complaints
from graders.bundle.manifest import parse, text_of
from graders.bundle.recipes import sample_complaints
from graders.errors import BundleRefused

MANIFEST = "assignment.toml"


def read_assignment_folder(path: Path) -> Assignment:
    """The assignment in `path`, its bundles from `path/../../problems`.

    Raises BundleRefused, naming the file and the key, and OSError.
    """
    files = read_folder(path)
    if MANIFEST not in files:
        raise BundleRefused(f"{path.name}/{MANIFEST}: is missing; it describes the assignment.")
    outline = parse(text_of(files[MANIFEST], MANIFEST), Outline, MANIFEST)
    _refuse(outline_complaints(outline))
    bundles = tuple(_bundle(path.parent.parent / "problems" / slug) for slug in outline.problems)
    assignment = Assignment(outline, files, bundles)
    _refuse(_complaints(assignment))
    return assignment


def _bundle(path: Path) -> Bundle:
    try:
        bundle = read_bundle_folder(path)
    except BundleRefused as refusal:
        raise BundleRefused(
            "\n".join(f"problems/{path.name}/{line}" for line in str(refusal).splitlines())
        ) from refusal
    if bundle.problem.slug != path.name:
        raise BundleRefused(f"problems/{path.name}/problem.toml, slug: must be the folder's name.")
    return bundle


def _complaints(assignment: Assignment) -> Iterator[str]:
    yield from handout_complaints(assignment.files)
    yield from sample_complaints(assignment.files, assignment.samples, assignment.of_problems())
    most = {bundle.problem.slug: bundle.problem.points for bundle in assignment.bundles}
    most |= {bundle.problem.slug: 0.0 for bundle in assignment.bundles if bundle.problem.is_written}
    for sample in assignment.samples:
        for slug, earns in sample.earns.items():
            if not 0 <= earns <= most[slug]:
                key = f"samples.{sample.name}.earns.{slug}"
                yield f"{MANIFEST}, {key}: {earns:g} is not between 0 and {most[slug]:g}."
    for folder, tree in (("reference", assignment.reference()), ("starter", assignment.starter())):
        if not tree:
            yield f"{folder}/: is missing."


def _refuse(complaints: Iterator[str]) -> None:
    if told := "\n".join(complaints):
        raise BundleRefused(told)
