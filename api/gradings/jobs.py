"""Gradings as jobs that need no database."""

from collections.abc import Collection, Sequence
from itertools import groupby

from api.db.models import Grading
from api.gradings.seeds import seed_of
from graders.job import Blob, GradeItem, GradeJob


def job_of(gradings: Sequence[Grading], devices: Collection[str] = ()) -> GradeJob:
    """One job for gradings of one submission that share runtime and device.

    devices: what the worker has; a problem that asks for any device gets its processor, unless it has
    none to offer.
    """
    submission, bundle = gradings[0].submission, gradings[0].bundle_version
    return GradeJob(
        submission=submission.id,
        runtime=bundle.runtime,
        device=device_for(bundle.device, devices),
        handin=Blob(submission.digest),
        items=tuple(_item(grading) for grading in gradings),
    )


def jobs_of(gradings: Sequence[Grading]) -> list[GradeJob]:
    """The jobs of one submission: one for each runtime and device."""
    return [job_of(list(alike)) for _, alike in groupby(sorted(gradings, key=_kind), key=_kind)]


def _kind(grading: Grading) -> tuple[str, str]:
    return grading.bundle_version.runtime, grading.bundle_version.device


def device_for(asked: str, devices: Collection[str]) -> str:
    """The device that a worker with these gives a problem that asks for this one."""
    if asked != "any":
        return asked
    return "cpu" if "cpu" in devices or not devices else min(devices)


def _item(grading: Grading) -> GradeItem:
    bundle = grading.bundle_version
    slug = bundle.problem.slug
    seed = seed_of(grading.submission.assignment.seed, slug)
    return GradeItem(grading.id, grading.attempt, slug, Blob(bundle.digest), seed)
