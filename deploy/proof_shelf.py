"""Proofs that are kept: a bundle is proved once for the engine, the runtime and the boxes that are here.

A proof is named by the digest of all that it depends on: the bundle, the code that asks and judges, the
runtime's environment, the kind of box, and the seeds. Whatever of these changes, it is proved anew. Only
proofs that hold are kept; one that does not is tried again each time.
"""

import tempfile
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from hashlib import blake2b
from pathlib import Path

import msgspec
from rich.progress import Progress

from deploy.boxes import box_for, open_boxes
from deploy.proving import device_of
from deploy.runtimes import installed_runtimes
from deploy.settings import ROOT, EmbeddedSettings
from graders.box import Sandbox
from graders.bundle import Bundle, read_bundle_folder
from graders.proof import Proof, Trials, prove

ENGINE = ("graders", "worker/sandbox")
"""Folders whose code decides what a proof finds."""
REGULAR_SEEDS = (1, 2, 3)
"""Seeds of the proofs that are kept, so that the same code says the same of the same bundle."""


class ProofShelf:
    """Proofs in a folder outside the checkout; threads and processes may share it."""

    def __init__(self, settings: EmbeddedSettings, sandbox: Sandbox) -> None:
        self._folder = settings.home / "proofs"
        self._runtimes = installed_runtimes(settings.home)
        self._sandbox = sandbox

    def proof(self, bundle: Bundle, seeds: Sequence[int] = REGULAR_SEEDS) -> Proof:
        """The proof that is kept, or else a new one. Raises GraderFault where boxes fail."""
        path = self._folder / f"{self._digest(bundle, seeds)}.json"
        if path.is_file():
            return msgspec.json.decode(path.read_bytes(), type=Proof)
        device = device_of(bundle)
        trials = Trials(bundle, box_for(self._sandbox, device), device)
        proof = prove(trials, seeds, lambda *told: None)
        if proof.passed:
            _write(path, msgspec.json.encode(proof))
        return proof

    def _digest(self, bundle: Bundle, seeds: Sequence[int]) -> str:
        runtime = str(self._runtimes.get(bundle.problem.runtime, ""))
        parts = (bundle.digest, engine_digest(), runtime, self._sandbox.kind, device_of(bundle), tuple(seeds))
        return blake2b(repr(parts).encode(), digest_size=20).hexdigest()


@cache
def engine_digest(root: Path = ROOT) -> str:
    """The digest of all code that decides what a proof finds."""
    digest = blake2b(digest_size=20)
    for path in sorted(path for folder in ENGINE for path in (root / folder).rglob("*.py")):
        source = path.read_bytes()
        digest.update(f"{path.relative_to(root)} {len(source)}\n".encode() + source)
    return digest.hexdigest()


def prove_all(settings: EmbeddedSettings, bar: Progress) -> list[Proof]:
    """The proof of every problem of this machine, several at a time."""
    folders = sorted(path.parent for path in settings.problems.glob("*/problem.toml"))
    bundles = [read_bundle_folder(folder) for folder in folders]
    with (
        open_boxes(settings, installed_runtimes(settings.home)) as sandbox,
        ThreadPoolExecutor(settings.workers) as pool,
    ):
        proofs = pool.map(ProofShelf(settings, sandbox).proof, bundles)
        return list(bar.track(proofs, len(bundles), description="Proving"))


def _write(path: Path, proof: bytes) -> None:
    """A file that is there in full or not at all, whoever reads or writes it at the same time."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".", delete=False) as file:
        file.write(proof)
    Path(file.name).replace(path)
