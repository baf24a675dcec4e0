"""What can be shown of a written problem, of which nothing runs: rubric, model answer and samples."""

from collections.abc import Iterator

from graders.bundle import Bundle
from graders.problem import Sample
from graders.proof.proof import Finding
from graders.written import unreadable


def about_written(bundle: Bundle) -> Iterator[Finding]:
    """The rubric's sum, the model answer, and every sample as a student's handin would be read."""
    yield _about_rubric(bundle)
    yield _about_reference(bundle)
    for sample in bundle.problem.samples:
        yield _about_sample(sample, list(unreadable(bundle.problem, bundle.sample(sample.name))))


def _about_rubric(bundle: Bundle) -> Finding:
    items = bundle.problem.rubric
    parts = " + ".join(f"{item.points:g} {item.name}" for item in items)
    numbers = {"points": bundle.problem.points, "items": float(len(items))}
    return Finding("rubric", True, f"{parts} = {bundle.problem.points:g} points.", numbers)


def _about_reference(bundle: Bundle) -> Finding:
    told = list(unreadable(bundle.problem, bundle.reference()))
    said = f"reference/: {told[0]}" if told else "can be read; staff grade beside it."
    return Finding("reference", not told, said)


def _about_sample(sample: Sample, told: list[str]) -> Finding:
    name = f"samples.{sample.name}"
    if not sample.told:
        said = f"{name} is told: {told[0]} Mend its files, or say so in `told`." if told else "can be read."
        return Finding(name, not told, said)
    if any(sample.told in sentence for sentence in told):
        return Finding(name, True, f'is told "{sample.told}".')
    said = f"is told: {' '.join(told)}" if told else "can be read"
    return Finding(name, False, f"{name} {said}, and not {sample.told!r}: mend its files or its `told`.")
