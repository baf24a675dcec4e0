"""`make bench-problems`: every reference loses one line, or has another token, and its checks must notice.

A mutant that no check notices is either the same program written otherwise, for which `equivalent.toml`
must say why, or a mistake that a student can make unseen. A file that several problems hold is tried by
all of them, and one that notices is enough.
"""

import sys
import tomllib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from rich.console import Console
from rich.progress import Progress

from deploy.settings import ROOT
from graders.bundle import Bundle, read_bundle_folder
from tests.bench.mutants.mutate import Mutant, mutants
from tests.bench.mutants.telling import Tried, tell
from tests.bench.mutants.trying import Trial
from tests.runtimes import runtime_python
from worker.sandbox.open import open_sandbox

REASONS = Path(__file__).with_name("equivalent.toml")
WORKERS = 2


def main(slugs: Sequence[str]) -> int:
    """Try all mutants of some problems' references, or of all; 1 where too few are noticed."""
    console = Console()
    bundles = [bundle for bundle in shipped() if not slugs or bundle.problem.slug in slugs]
    runtimes = {name: runtime_python(name) for name in {bundle.problem.runtime for bundle in bundles}}
    with open_sandbox("namespaces", runtimes) as sandbox, ThreadPoolExecutor(WORKERS) as pool:
        jobs = [
            (path, mutant, trials)
            for (path, source), trials in files([Trial(bundle, sandbox) for bundle in bundles]).items()
            for mutant in mutants(source)
        ]
        reasons = known_reasons()
        with Progress(console=console, transient=True) as bar:
            tried = list(bar.track(pool.map(lambda job: attempt(*job, reasons), jobs), len(jobs)))
    return tell(tried, unused(reasons, tried) if not slugs else [], console)


def shipped() -> Iterator[Bundle]:
    """The bundles in problems/ that hold code."""
    for manifest in sorted((ROOT / "problems").glob("*/problem.toml")):
        bundle = read_bundle_folder(manifest.parent)
        if bundle.problem.checks:
            yield bundle


def files(trials: Sequence[Trial]) -> dict[tuple[str, str], list[Trial]]:
    """Each Python file that problems ask for, with its text → the problems that can try it."""
    found = defaultdict(list)
    for trial in trials:
        reference = trial.bundle.reference()
        for path in trial.bundle.problem.files:
            if path.endswith(".py") and path in reference:
                found[path, reference[path].decode()].append(trial)
    return dict(found)


def attempt(path: str, mutant: Mutant, trials: Sequence[Trial], reasons: dict[tuple[str, ...], str]) -> Tried:
    """Try a mutant on one problem after the other until one notices."""
    noticed = next((check for trial in trials if (check := trial.notices(path, mutant.source))), "")
    every, this = (path, mutant.text, ""), (path, mutant.text, mutant.change)
    return Tried(path, mutant, noticed, reasons.get(this, reasons.get(every, "")))


def known_reasons() -> dict[tuple[str, ...], str]:
    """File, line and change (or "" for any of that line) → why the result is the same."""
    told = tomllib.loads(REASONS.read_text(encoding="utf-8"))
    return {(one["file"], one["line"], one.get("change", "")): one["why"] for one in told["equivalent"]}


def unused(reasons: dict[tuple[str, ...], str], tried: Sequence[Tried]) -> list[tuple[str, ...]]:
    """Reasons for mutants that are noticed, or that there are none of."""
    survived = {(one.path, one.mutant.text) for one in tried if not one.noticed}
    return [key for key in reasons if key[:2] not in survived]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
