"""Inputs are drawn from a seed: how, on every numpy, and how a numpy proves that it draws the same."""

from __future__ import annotations

from typing import Any

import numpy as np


class SpawningGenerator(np.random.Generator):
    """numpy's generator with the `spawn` that it has had since 1.25."""

    def spawn(self, n_children: int) -> list[Any]:
        """Independent generators, the same ones that newer versions give."""
        seeds = self.bit_generator._seed_seq.spawn(n_children)  # type: ignore[attr-defined]
        return [SpawningGenerator(type(self.bit_generator)(seed)) for seed in seeds]


def generator(seed: int) -> Any:
    """`np.random.default_rng(seed)`, able to spawn."""
    rng = np.random.default_rng(seed)
    return rng if hasattr(rng, "spawn") else SpawningGenerator(rng.bit_generator)


def draws(handin: object, rng: Any) -> dict[str, Any]:
    """A few draws by each method that exercises use; an exercise itself, stored with the cases."""
    return {
        "standard_normal": rng.standard_normal(8),
        "random": rng.random(8),
        "uniform": rng.uniform(1, 2, 8),
        "integers": rng.integers(10, size=8),
        "permutation": rng.permutation(8),
        "spawned": rng.spawn(2)[1].standard_normal(8),
    }
