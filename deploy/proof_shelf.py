"""Proofs that are kept: a bundle is proved once for the engine, the runtime and the boxes that are here.

A proof is named by the digest of all that it depends on: the bundle, the code that asks and judges, the
runtime's environment, the kind of box, and the seeds. Whatever of these changes, it is proved anew. Only
proofs that hold are kept; one that does not is tried again each time.
"""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from hashlib import blake2b

import msgspec
from rich.progress import Progress

from deploy.boxes import box_for, open_boxes
from deploy.proving import device_of
from deploy.settings import EmbeddedSettings
from graders.box import Sandbox
from graders.bundle import Bundle, read_bundle_folder
from graders.files import write_whole
from graders.proof import Proof, Trials, prove
from worker.engine import engine_digest
from worker.runtimes import installed_runtimes

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
            write_whole(path, msgspec.json.encode(proof))
        return proof

    def _digest(self, bundle: Bundle, seeds: Sequence[int]) -> str:
        runtime = str(self._runtimes.get(bundle.problem.runtime, ""))
        parts = (bundle.digest, engine_digest(), runtime, self._sandbox.kind, device_of(bundle), tuple(seeds))
        return blake2b(repr(parts).encode(), digest_size=20).hexdigest()


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
