"""How a proof is laid out for staff."""

import pytest

from api.pages.views.proof import WIDTH, Margins, ProofView, Scale
from graders.proof import Finding, Proof


def tolerance(check: str, above: float | None, below: float | None, *, passed: bool = True) -> Finding:
    numbers = {"noise": 0.0}
    if above is not None:
        numbers["decades_above_noise"] = above
    if below is not None:
        numbers["decades_below_nearest"] = below
    return Finding(f"tolerance.{check}", passed, "a sentence.", numbers)


def test_findings_are_grouped_by_kind_in_their_order() -> None:
    findings = (
        Finding("reference", True, "earns all."),
        Finding("samples.blank", True, "earns 0."),
        Finding("samples.half", False, "earns 3 where 4 is due."),
    )
    proof = Proof("p", "P", "digest", "numpy", "cpu", "namespaces", (1, 2), False, findings)
    view = ProofView.of(proof)
    assert [(kind.title, len(kind.lines), kind.failed) for kind in view.kinds] == [
        ("Reference", 1, 0),
        ("Samples", 2, 1),
    ]
    assert [line.name for kind in view.kinds for line in kind.lines] == ["", "blank", "half"]
    assert (view.seeds, view.margins) == ("1, 2", None)


def test_noise_lies_left_of_the_error_allowed_and_the_mistake_right_of_it() -> None:
    margins = Margins.of([tolerance("forward", 8.3, 4.1), tolerance("backward", 2.0, 1.5)])
    assert margins
    for row in margins.rows:
        assert row.noise is not None
        assert row.nearest is not None
        assert 0 < row.noise < margins.allowed < row.nearest < WIDTH
    [forward, backward] = margins.rows
    assert forward.noise is not None
    assert backward.noise is not None
    assert forward.noise < backward.noise
    assert (forward.above_noise, forward.below_nearest) == (8.3, 4.1)


def test_what_was_not_measured_is_not_drawn() -> None:
    margins = Margins.of([tolerance("forward", None, None)])
    assert margins
    [row] = margins.rows
    assert (row.noise, row.nearest, row.above_noise, row.below_nearest) == (None, None, None, None)
    assert Margins.of([Finding("tolerance.judged", True, "the judge decides.")]) is None


def test_a_tolerance_that_noise_exceeds_is_drawn_on_the_other_side() -> None:
    margins = Margins.of([tolerance("forward", -0.5, 0.2, passed=False)])
    assert margins
    [row] = margins.rows
    assert row.noise is not None
    assert row.noise > margins.allowed
    assert not row.passed


@pytest.mark.parametrize("decades", [(-0.2, 0.3), (-16.0, 12.0), (-300.0, 308.0), (None, 3.0)])
def test_a_scale_names_few_round_decades_and_the_error_allowed(decades: tuple[float | None, ...]) -> None:
    scale = Scale.around(decades)
    ticks = scale.ticks()
    assert 2 <= len(ticks) <= 9
    assert 0 in [tick.decade for tick in ticks]
    assert all(0 <= tick.at <= WIDTH for tick in ticks)
