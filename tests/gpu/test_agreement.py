"""What a GPU computes is what the processor computes, within the tolerance of each check."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from graders.answer import Answer
from graders.bundle import Bundle, read_bundle_folder
from graders.cache import ArrayCache
from graders.compare.answers import compare_answer
from graders.proof import Trials
from tests.runtimes import runtime_python
from worker.sandbox.gpus.find import find_gpus
from worker.sandbox.open import OpenSandbox, open_sandbox

OWN = Path(__file__).with_name("bundle")
PROBLEMS = Path(__file__).parents[2] / "problems"
SEED = 1


def runs_anywhere(bundle: Bundle) -> bool:
    return bundle.problem.runtime == "torch" and bundle.problem.device in ("any", "cuda")


EVERY = map(read_bundle_folder, [OWN, *sorted(path.parent for path in PROBLEMS.glob("*/problem.toml"))])
BUNDLES = {bundle.problem.slug: bundle for bundle in EVERY if runs_anywhere(bundle)}
needs_gpu = pytest.mark.skipif(not find_gpus()[0], reason=find_gpus()[1])
each_bundle = pytest.mark.parametrize("slug", BUNDLES)


@pytest.fixture(scope="module")
def boxes() -> Iterator[OpenSandbox]:
    with open_sandbox("bwrap-exec", {"torch": runtime_python("torch")}) as sandbox:
        yield sandbox


def expected(boxes: OpenSandbox, slug: str, device: str):
    return Trials(BUNDLES[slug], boxes, device).solutions(SEED, ArrayCache()).expected()


@pytest.mark.torch
def test_a_bundle_for_any_device_is_graded_by_a_processor(boxes):
    bundle = BUNDLES["conv-net"]
    report = Trials(bundle, boxes, "cpu").report(bundle.reference(), SEED)

    assert (report.earned, report.device) == (bundle.problem.points, "cpu")


@needs_gpu
@each_bundle
def test_the_reference_earns_everything_on_the_gpu(boxes, slug):
    bundle = BUNDLES[slug]
    report = Trials(bundle, boxes, "cuda").report(bundle.reference(), SEED)

    assert (report.earned, report.device, report.box) == (bundle.problem.points, "cuda", "bwrap-exec")


@needs_gpu
@each_bundle
def test_the_gpu_agrees_with_the_processor_within_the_tolerance(boxes, slug):
    there, here = (expected(boxes, slug, device) for device in ("cuda", "cpu"))

    for check in BUNDLES[slug].problem.checks:
        answer = Answer(arrays=there[check.name], finished=True)
        assert compare_answer(answer, here[check.name], check) == (), check.name


@needs_gpu
@each_bundle
def test_the_gpu_repeats_itself_to_the_bit(boxes, slug):
    first, second = (expected(boxes, slug, "cuda") for _ in range(2))

    for check, arrays in first.items():
        for key, array in arrays.items():
            assert np.array_equal(array, second[check][key], equal_nan=array.dtype.kind == "f"), (check, key)
