"""Judges of what is random: how often chance condemns an honest handin, and what they notice all the same."""

import sys
from collections.abc import Iterator
from importlib.util import module_from_spec, spec_from_file_location
from math import exp, log
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest

from graders.bundle import read_bundle_folder

ROOT = Path(__file__).parents[3]
SEED = 3
DRAWS = 400


class Handin:
    """The reference, as an exercise sees it."""

    def __init__(self, solution: ModuleType) -> None:
        self.solution = solution

    def load(self, _path: str) -> ModuleType:
        return self.solution

    def lend(self, _name: str, array: np.ndarray) -> np.ndarray:
        return array.copy()


class Bench:
    """A problem's judge, its exercise and its reference, where a test can reach them all."""

    def __init__(self, slug: str, monkeypatch: pytest.MonkeyPatch) -> None:
        folder = ROOT / "problems" / slug
        self.checks = [one.name for one in read_bundle_folder(folder).problem.checks if one.judged]
        self.handin = Handin(module(slug, ROOT / f"assignments/cs182/reference/{slug}.py"))
        self.exercise = module("exercise", folder / "exercise.py")
        monkeypatch.setitem(sys.modules, "exercise", self.exercise)
        self.judge = module("judge", folder / "judge.py")

    def ruling(self, check: str) -> dict[str, Any]:
        answer = getattr(self.exercise, check)(self.handin, np.random.default_rng(SEED))
        ruling: dict[str, Any] = getattr(self.judge, check)(self.handin, np.random.default_rng(SEED), answer)
        return ruling


def module(name: str, path: Path) -> ModuleType:
    spec = spec_from_file_location(name, path)
    assert spec
    assert spec.loader
    found = module_from_spec(spec)
    spec.loader.exec_module(found)
    return found


@pytest.fixture(autouse=True)
def the_same_chance_each_time() -> Iterator[None]:
    before = np.random.get_state()
    np.random.seed(182)
    yield
    np.random.set_state(before)


@pytest.fixture
def dropout(monkeypatch: pytest.MonkeyPatch) -> Bench:
    return Bench("dropout", monkeypatch)


@pytest.fixture
def xavier(monkeypatch: pytest.MonkeyPatch) -> Bench:
    return Bench("xavier", monkeypatch)


def chances(n: int, q: float) -> np.ndarray:
    """The probabilities of 0, 1, …, n out of n events, each of which has probability q."""
    factorials = np.concatenate([[0.0], np.cumsum(np.log(np.arange(1, n + 1)))])
    k = np.arange(n + 1)
    ways = factorials[n] - factorials[k] - factorials[n - k]
    chances: np.ndarray = np.exp(ways + k * log(q) + (n - k) * log(1 - q))
    return chances


def outside(n: int, q: float, t: float) -> float:
    """The probability of tn events or more too many or too few, every term of it added up."""
    return float(chances(n, q)[np.abs(np.arange(n + 1) - q * n) >= t * n].sum())


def test_chance_condemns_an_honest_dropout_layer_less_often_than_stated(
    dropout: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    judge, tests = dropout.judge, []
    likely = judge._likely
    monkeypatch.setattr(judge, "_likely", lambda yes, q: tests.append((yes.size, q)) or likely(yes, q))
    assert all(dropout.ruling(check)["passed"] for check in dropout.checks)
    alarms = [outside(n, q, judge._allowed(n)) for n, q in tests]
    # The last test is that 30 calls all keep the same number.
    alarms.append(chances(100, 0.5).max() ** (dropout.exercise.MANY_SMALL - 1))
    assert len(alarms) == judge.TESTS
    assert 0 < sum(alarms) < judge.ALARM == 1e-6


def test_chance_condemns_honest_weights_less_often_than_stated(
    xavier: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    judge, halves, laws = xavier.judge, [], []
    is_half, distribution = judge._is_half, judge._distribution
    monkeypatch.setattr(judge, "_is_half", lambda same: halves.append(same.size) or is_half(same))
    monkeypatch.setattr(judge, "_distribution", lambda W, *law: laws.append(W.size) or distribution(W, *law))
    assert all(xavier.ruling(check)["passed"] for check in xavier.checks)
    alarms = [outside(n, 0.5, judge._allowed(n)) for n in halves]
    alarms += [2 * exp(-2 * n * judge._allowed(n) ** 2) for n in laws]
    assert len(alarms) == judge.TESTS
    assert 0 < sum(alarms) < judge.ALARM == 1e-6


@pytest.mark.parametrize("law", ["normal", "uniform"])
def test_distributions_of_honest_weights_are_as_far_off_as_the_theorem_says(
    xavier: Bench, monkeypatch: pytest.MonkeyPatch, law: str
) -> None:
    """With 20 % of false alarms allowed to each test, nearly so many there are, and no more."""
    judge, draw = xavier.judge, getattr(xavier.handin.solution, f"xavier_{law}")
    monkeypatch.setattr(judge, "ALARM", 0.2 * judge.TESTS)
    drawn = (draw(30, 40) for _ in range(DRAWS))
    alarms = sum(judge._distribution(W, getattr(judge, f"_{law}"), 2 / 70) is not None for W in drawn)
    assert 0.12 < alarms / DRAWS < 0.25


def test_a_rate_of_dropout_that_is_off_by_3_percent_is_noticed(dropout: Bench) -> None:
    right = dropout.handin.solution.Dropout
    for off in (0.03, -0.03):
        dropout.handin.solution.Dropout = lambda p, off=off: right(p + off)
        assert not dropout.ruling("rate")["passed"]


@pytest.mark.parametrize("check", ["forward_normal", "xavier_normal", "xavier_uniform"])
@pytest.mark.parametrize("factor", [0.92, 1.08])
def test_weights_whose_deviation_is_off_by_8_percent_are_noticed(
    xavier: Bench, check: str, factor: float
) -> None:
    right = getattr(xavier.handin.solution, check)
    setattr(xavier.handin.solution, check, lambda n_in, n_out: factor * right(n_in, n_out))
    assert not xavier.ruling(check)["passed"]
