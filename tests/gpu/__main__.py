"""`make test-gpu`: the tests that need a GPU; where there is none, a sentence and no failure."""

import sys

import pytest
from rich.console import Console

from worker.sandbox.gpus.find import find_gpus


def main() -> int:
    """Say which GPUs there are, run the tests on them, and tell by the exit status whether they passed."""
    out = Console(soft_wrap=True, highlight=False)
    found, why = find_gpus()
    if not found:
        out.print(f"No GPU here, so nothing was graded on one. {why}", markup=False)
        return 0
    out.print(f"Grading on {', '.join(gpu.name for gpu in found)}.", markup=False)
    return int(pytest.main(["tests/gpu", "-n", "0", *sys.argv[1:]]))


if __name__ == "__main__":
    sys.exit(main())
