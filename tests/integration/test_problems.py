"""Every bundle in problems/, graded in boxes against what it says of itself."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from graders.bundle import Bundle, read_bundle_folder
from graders.proof import Finding, Trials
from graders.proof.determinism import about_determinism
from graders.proof.ends import about_reference, lost_checks
from graders.proof.mistakes import about_mistake
from graders.proof.room import about_memory, about_time
from graders.proof.samples import about_sample
from graders.proof.tolerance import about_tolerances
from graders.proof.written import about_written
from tests.runtimes import runtime_python
from worker.sandbox.open import OpenSandbox, open_sandbox

PROBLEMS = Path(__file__).parents[2] / "problems"
FOLDERS = sorted(path.parent for path in PROBLEMS.glob("*/problem.toml"))
EVERY = {path.name: read_bundle_folder(path) for path in FOLDERS}
BUNDLES = {slug: bundle for slug, bundle in EVERY.items() if not bundle.problem.is_written}
WRITTEN = EVERY.keys() - BUNDLES.keys()
SEEDS = (1, 2, 3)
HW1 = {"mc": 5, "activations": 12, "loss": 4, "linear": 4, "mlp": 55, "batchnorm": 15, "training-stats": 5}
SAMPLES = [(slug, one.name) for slug, bundle in BUNDLES.items() for one in bundle.problem.samples]
LISTS = [(slug, name) for slug, name in SAMPLES if name == "returns-lists"]
MISTAKES = [(slug, one.name) for slug, bundle in BUNDLES.items() for one in bundle.problem.misconceptions]


@pytest.fixture(scope="module")
def sandbox() -> Iterator[OpenSandbox]:
    runtimes = {name: runtime_python(name) for name in {one.problem.runtime for one in BUNDLES.values()}}
    with open_sandbox("namespaces", runtimes) as sandbox:
        yield sandbox


@pytest.fixture(scope="module")
def trials(sandbox: OpenSandbox) -> dict[str, Trials]:
    """Trials by problem; what a problem's solutions answer is asked once for all tests."""
    return {slug: Trials(bundle, sandbox) for slug, bundle in BUNDLES.items()}


def impatient(bundle: Bundle) -> Bundle:
    """The same bundle with less time for a check: what loops for ever need not be waited for that long."""
    limits = replace(bundle.problem.limits, wall_seconds=2)
    return Bundle(replace(bundle.problem, limits=limits), bundle.files)


def test_the_points_are_those_of_the_homework() -> None:
    assert {slug: BUNDLES[slug].problem.points for slug in HW1} == HW1
    assert sum(HW1.values()) == 100


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


def honest_but_unusual(bundle: Bundle) -> set[str]:
    """Names of the samples that are right in a way of their own."""
    plain, points = {"full-marks", "prints-a-lot"}, bundle.problem.points
    return {one.name for one in bundle.problem.samples if one.earns == points} - plain


@pytest.mark.parametrize("slug", BUNDLES)
def test_every_problem_shows_that_an_honest_but_unusual_handin_passes(slug: str) -> None:
    assert honest_but_unusual(BUNDLES[slug])


def test_every_kind_of_honest_but_unusual_handin_is_shown() -> None:
    shown = {name for bundle in BUNDLES.values() for name in honest_but_unusual(bundle)}
    kinds = {
        "row-by-row",
        "float64-throughout",
        "sums-from-the-end",
        "extra-attributes",
        "in-place-updates",
        "returns-lists",
    }
    assert kinds <= shown


@pytest.mark.parametrize(("slug", "name"), LISTS)
def test_lists_are_read_as_arrays_with_a_note(slug: str, name: str, trials: dict[str, Trials]) -> None:
    report = trials[slug].report(BUNDLES[slug].sample(name), SEEDS[0])
    assert report.earned == BUNDLES[slug].problem.points
    assert any("read as" in note for check in report.checks for note in check.notes)


@pytest.mark.parametrize("slug", sorted(BUNDLES.keys() - {"mc"}))
def test_a_numerical_problem_knows_five_mistakes_and_every_check_has_one(slug: str) -> None:
    problem = BUNDLES[slug].problem
    assert len(problem.misconceptions) >= 5
    assert {name for one in problem.misconceptions for name in one.fails} == {
        one.name for one in problem.checks
    }


@pytest.mark.parametrize("slug", BUNDLES)
def test_the_reference_earns_everything_with_time_and_memory_to_spare(
    slug: str, trials: dict[str, Trials]
) -> None:
    bundle, tried = BUNDLES[slug], trials[slug]
    reports = [tried.report(bundle.reference(), seed) for seed in SEEDS]
    holds(about_reference(reports))
    for finding in about_time(bundle, reports):
        holds(finding)
    holds(about_memory(tried, SEEDS[0]))


@pytest.mark.parametrize("slug", BUNDLES)
def test_an_exercise_asks_the_same_on_one_seed_and_something_else_on_another(
    slug: str, trials: dict[str, Trials]
) -> None:
    holds(about_determinism(trials[slug], SEEDS))


@pytest.mark.parametrize("slug", BUNDLES)
def test_a_tolerance_lies_between_noise_and_the_nearest_mistake(slug: str, trials: dict[str, Trials]) -> None:
    for finding in about_tolerances(trials[slug], SEEDS):
        holds(finding)


@pytest.mark.parametrize("slug", BUNDLES)
def test_the_starter_earns_nothing_and_is_told_what_is_missing(slug: str, trials: dict[str, Trials]) -> None:
    report = trials[slug].report(BUNDLES[slug].starter(), SEEDS[0])
    assert report.earned == 0
    for check in report.checks:
        assert check.explanation
        assert check.explanation.kind == "not-implemented"


@pytest.mark.parametrize(("slug", "name"), SAMPLES)
def test_a_sample_earns_what_it_should(slug: str, name: str, trials: dict[str, Trials]) -> None:
    bundle = impatient(BUNDLES[slug]) if name == "loops-for-ever" else BUNDLES[slug]
    report = trials[slug].report(bundle.sample(name), SEEDS[0], bundle)
    [sample] = [one for one in bundle.problem.samples if one.name == name]
    holds(about_sample(sample, report))
    for check in lost_checks(report):
        assert check.explanation
        assert check.explanation.sentence


@pytest.mark.parametrize(("slug", "name"), MISTAKES)
def test_a_mistake_loses_the_checks_it_claims_and_is_recognized(
    slug: str, name: str, trials: dict[str, Trials]
) -> None:
    problem, files = BUNDLES[slug].problem, BUNDLES[slug].misconception(name)
    [mistake] = [one for one in problem.misconceptions if one.name == name]
    holds(about_mistake(problem, mistake, {seed: trials[slug].report(files, seed) for seed in SEEDS}))


@pytest.mark.parametrize("slug", sorted(WRITTEN))
def test_a_written_problem_shows_what_there_is_to_show_and_no_box_is_asked(slug: str) -> None:
    bundle = EVERY[slug]
    findings = list(about_written(bundle))
    assert [finding.name for finding in findings[:2]] == ["rubric", "reference"]
    assert len(findings) == 2 + len(bundle.problem.samples)
    for finding in findings:
        holds(finding)
    told = [sample.told for sample in bundle.problem.samples]
    assert "" in told
    assert len(set(told)) >= 5


def holds(finding: Finding) -> None:
    assert finding.passed, finding.sentence


def test_multiple_choice_never_says_which_answers_are_wrong(trials: dict[str, Trials]) -> None:
    bundle = BUNDLES["mc"]
    sentences = set()
    for name in ("four-of-five", "two-not-answered", "numbers-for-letters"):
        [check] = trials["mc"].report(bundle.sample(name), SEEDS[0]).checks
        assert check.explanation
        assert all(one.worst is None and one.map is None and not one.wrong for one in check.mismatches)
        sentences |= {check.explanation.sentence, *(one.message for one in check.mismatches)}
    assert len(sentences) <= 2
    assert not any(letter.isdigit() for sentence in sentences for letter in sentence)
