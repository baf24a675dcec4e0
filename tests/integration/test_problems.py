"""Every bundle in problems/, graded in boxes against what it says of itself."""

from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import pytest

from deploy.proof_shelf import ProofShelf
from deploy.settings import EmbeddedSettings
from graders.bundle import Bundle, read_bundle_folder
from graders.proof import Finding, Trials
from graders.proof.written import about_written
from tests.fixtures.proofs import PROOF
from tests.runtimes import runtime_python
from worker.sandbox.open import OpenSandbox, open_sandbox

PROBLEMS = Path(__file__).parents[2] / "problems"
FOLDERS = sorted(path.parent for path in PROBLEMS.glob("*/problem.toml"))
EVERY = {path.name: read_bundle_folder(path) for path in FOLDERS}
BUNDLES = {slug: bundle for slug, bundle in EVERY.items() if not bundle.problem.is_written}
WRITTEN = EVERY.keys() - BUNDLES.keys()
SEED = 1
HW1 = {"mc": 5, "activations": 12, "loss": 4, "linear": 4, "mlp": 55, "batchnorm": 15, "training-stats": 5}
SAMPLES = [(slug, one.name) for slug, bundle in BUNDLES.items() for one in bundle.problem.samples]
LISTS = [(slug, name) for slug, name in SAMPLES if name == "returns-lists"]


@pytest.fixture(scope="module")
def sandbox() -> Iterator[OpenSandbox]:
    runtimes = {name: runtime_python(name) for name in {one.problem.runtime for one in BUNDLES.values()}}
    with open_sandbox("namespaces", runtimes) as sandbox:
        yield sandbox


@pytest.fixture(scope="module")
def shelf(sandbox: OpenSandbox) -> ProofShelf:
    """Keeps proofs where `make prove` finds them: what did not change is not proved again."""
    return ProofShelf(EmbeddedSettings(), sandbox)


@pytest.fixture(scope="module")
def trials(sandbox: OpenSandbox) -> dict[str, Trials]:
    """Trials by problem; what a problem's solutions answer is asked once for all tests."""
    return {slug: Trials(bundle, sandbox) for slug, bundle in BUNDLES.items()}


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
    lacking = [sample for sample in BUNDLES[slug].problem.samples if sample.remove or sample.rename]
    assert any(not sample.earns for sample in lacking)
    assert earns["full-marks"] == earns["prints-a-lot"] == BUNDLES[slug].problem.points
    assert earns["blank"] == earns["starter"] == 0


def honest_but_unusual(bundle: Bundle) -> set[str]:
    """Names of the samples that are right in a way of their own."""
    plain, points = {"full-marks", "prints-a-lot", "common-way"}, bundle.problem.points
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
    report = trials[slug].report(BUNDLES[slug].sample(name), SEED)
    assert report.earned == BUNDLES[slug].problem.points
    assert any("read as" in note for check in report.checks for note in check.notes)


@pytest.mark.parametrize("slug", sorted(BUNDLES.keys() - {"mc"}))
def test_a_numerical_problem_knows_five_mistakes_and_every_check_has_one(slug: str) -> None:
    problem = BUNDLES[slug].problem
    assert len(problem.misconceptions) >= 5
    assert {name for one in problem.misconceptions for name in one.fails} == {
        one.name for one in problem.checks
    }


@pytest.mark.parametrize("slug", EVERY)
def test_a_problem_proves_itself(slug: str, shelf: ProofShelf, record_property: Callable[..., None]) -> None:
    proof = shelf.proof(EVERY[slug])
    record_property(PROOF, msgspec.json.encode(proof).decode())
    assert proof.passed, [finding.sentence for finding in proof.findings if not finding.passed]


@pytest.mark.parametrize("slug", BUNDLES)
def test_the_starter_earns_nothing_and_is_told_what_is_missing(slug: str, trials: dict[str, Trials]) -> None:
    report = trials[slug].report(BUNDLES[slug].starter(), SEED)
    assert report.earned == 0
    for check in report.checks:
        assert check.explanation
        assert check.explanation.kind == "not-implemented"


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
        [check] = trials["mc"].report(bundle.sample(name), SEED).checks
        assert check.explanation
        assert all(one.worst is None and one.map is None and not one.wrong for one in check.mismatches)
        sentences |= {check.explanation.sentence, *(one.message for one in check.mismatches)}
    assert len(sentences) <= 2
    assert not any(letter.isdigit() for sentence in sentences for letter in sentence)
