"""Every bundle in problems/, graded in boxes against what it says of itself."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from graders.bundle import Bundle, read_bundle_folder
from graders.cache import ArrayCache
from graders.grade import grade
from graders.handin import Handin
from graders.job import Blob, GradeItem, GradeJob
from graders.report import CheckReport, Report, Verdict
from tests.runtimes import runtime_python
from worker.sandbox.open import OpenSandbox, open_sandbox

PROBLEMS = Path(__file__).parents[2] / "problems"
BUNDLES = {path.name: read_bundle_folder(path) for path in sorted(PROBLEMS.iterdir())}
HW1 = {"mc": 5, "activations": 12, "loss": 4, "linear": 4, "mlp": 55, "batchnorm": 15}
SAMPLES = [(slug, one.name) for slug, bundle in BUNDLES.items() for one in bundle.problem.samples]
MISTAKES = [(slug, one.name) for slug, bundle in BUNDLES.items() for one in bundle.problem.misconceptions]


@pytest.fixture(scope="module")
def sandbox() -> Iterator[OpenSandbox]:
    runtimes = {name: runtime_python(name) for name in {one.problem.runtime for one in BUNDLES.values()}}
    with open_sandbox("namespaces", runtimes) as sandbox:
        yield sandbox


@pytest.fixture(scope="module")
def cache() -> ArrayCache:
    return ArrayCache()


def graded(
    bundle: Bundle, files: dict[str, bytes], sandbox: OpenSandbox, cache: ArrayCache, seed: int = 1
) -> Report:
    handin = Handin(files)
    item = GradeItem("1", 1, bundle.problem.slug, Blob(bundle.digest), seed)
    job = GradeJob("1", bundle.problem.runtime, "cpu", Blob(handin.digest), (item,))
    [(_, report)] = grade(job, {bundle.digest: bundle}, handin, sandbox, cache, lambda progress: None)
    assert report.verdict is not Verdict.FAULT, report.fault
    return report


def impatient(bundle: Bundle) -> Bundle:
    """The same bundle with less time for a check: what loops for ever need not be waited for that long."""
    limits = replace(bundle.problem.limits, wall_seconds=2)
    return Bundle(replace(bundle.problem, limits=limits), bundle.files)


def failed(report: Report) -> dict[str, CheckReport]:
    return {check.name: check for check in report.checks if check.verdict is not Verdict.PASSED}


def test_the_points_are_those_of_the_homework() -> None:
    assert {slug: BUNDLES[slug].problem.points for slug in HW1} == HW1
    assert sum(HW1.values()) == 95


@pytest.mark.parametrize("slug", BUNDLES)
def test_the_samples_show_what_handins_are_like(slug: str) -> None:
    earns = {sample.name: sample.earns for sample in BUNDLES[slug].problem.samples}
    usual = {
        "full-marks",
        "starter",
        "blank",
        "prints-a-lot",
        "syntax-error",
        "loops-for-ever",
        "imports-torch",
    }
    assert usual <= set(earns)
    assert any(sample.remove and not sample.earns for sample in BUNDLES[slug].problem.samples)
    assert earns["full-marks"] == earns["prints-a-lot"] == BUNDLES[slug].problem.points
    assert earns["blank"] == earns["starter"] == 0


@pytest.mark.parametrize("slug", sorted(BUNDLES.keys() - {"mc"}))
def test_a_numerical_problem_knows_five_mistakes_and_every_check_has_one(slug: str) -> None:
    problem = BUNDLES[slug].problem
    assert len(problem.misconceptions) >= 5
    assert {name for one in problem.misconceptions for name in one.fails} == {
        one.name for one in problem.checks
    }


@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize("slug", BUNDLES)
def test_the_reference_earns_everything(
    slug: str, seed: int, sandbox: OpenSandbox, cache: ArrayCache
) -> None:
    report = graded(BUNDLES[slug], BUNDLES[slug].reference(), sandbox, cache, seed)
    assert failed(report) == {}
    assert report.earned == report.points


@pytest.mark.parametrize("slug", BUNDLES)
def test_the_starter_earns_nothing_and_is_told_what_is_missing(
    slug: str, sandbox: OpenSandbox, cache: ArrayCache
) -> None:
    report = graded(BUNDLES[slug], BUNDLES[slug].starter(), sandbox, cache)
    assert report.earned == 0
    for check in report.checks:
        assert check.explanation
        assert check.explanation.kind == "not-implemented"


@pytest.mark.parametrize(("slug", "name"), SAMPLES)
def test_a_sample_earns_what_it_should(slug: str, name: str, sandbox: OpenSandbox, cache: ArrayCache) -> None:
    bundle = impatient(BUNDLES[slug]) if name == "loops-for-ever" else BUNDLES[slug]
    report = graded(bundle, bundle.sample(name), sandbox, cache)
    [sample] = [one for one in bundle.problem.samples if one.name == name]
    assert report.earned == sample.earns
    for check in failed(report).values():
        assert check.explanation
        assert check.explanation.sentence


@pytest.mark.parametrize(("slug", "name"), MISTAKES)
def test_a_mistake_loses_the_checks_it_claims_and_is_recognized(
    slug: str, name: str, sandbox: OpenSandbox, cache: ArrayCache
) -> None:
    bundle = BUNDLES[slug]
    report = graded(bundle, bundle.misconception(name), sandbox, cache)
    [mistake] = [one for one in bundle.problem.misconceptions if one.name == name]
    assert sorted(failed(report)) == sorted(mistake.fails)
    told = {check.name: check.explanation for check in failed(report).values() if tells_a_mistake(check)}
    named = {check: explanation.misconception for check, explanation in told.items() if explanation}
    assert named.keys() == told.keys()
    assert name in named.values() or not named
    # Where two mistakes come to the same arrays, either may be named: both claim the check.
    claims = {one.name: one.fails for one in bundle.problem.misconceptions}
    assert all(check in claims.get(other, ()) for check, other in named.items())


def tells_a_mistake(check: CheckReport) -> bool:
    """Whether values are wrong; a wrong shape, and an input written into, have sentences of their own."""
    return any(mismatch.kind in ("values", "finite") for mismatch in check.mismatches)


def test_multiple_choice_never_says_which_answers_are_wrong(sandbox: OpenSandbox, cache: ArrayCache) -> None:
    bundle = BUNDLES["mc"]
    sentences = set()
    for name in ("four-of-five", "two-not-answered", "numbers-for-letters"):
        [check] = graded(bundle, bundle.sample(name), sandbox, cache).checks
        assert check.explanation
        assert all(one.worst is None and one.map is None and not one.wrong for one in check.mismatches)
        sentences |= {check.explanation.sentence, *(one.message for one in check.mismatches)}
    assert len(sentences) <= 2
    assert not any(letter.isdigit() for sentence in sentences for letter in sentence)
