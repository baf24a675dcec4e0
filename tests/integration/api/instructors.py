"""What instructors send, and what is found of it."""

from httpx2 import Response

from api.proofs import service as proofs
from api.proofs.service import ProofJob
from graders.archive import write_tar
from graders.proof import Finding, Proof
from tests.integration.api.house import LEASE, House, Person
from tests.integration.provable import FILES, MANIFEST

PATH = "/courses/dl/problems/scaling"


def files(**texts: str) -> dict[str, bytes]:
    """The provable bundle, its manifest or other files written otherwise."""
    return {path: text.encode() for path, text in (FILES | texts).items()}


def packed(manifest: str = MANIFEST, **more: str) -> bytes:
    return write_tar(files(**{"problem.toml": manifest}, **more))


def send(person: Person, data: bytes | None = None, path: str = PATH, form: bool = True) -> Response:
    data = packed() if data is None else data
    if form:
        return person.ask("PUT", path, files={"bundle": ("bundle.tar", data)})
    return person.ask("PUT", path, content=data)


def claim(house: House, worker: str = "w1", runtime: str = "numpy") -> ProofJob | None:
    with house.database.writing() as session:
        return proofs.claim(session, worker=worker, runtimes=[runtime], devices=["cpu"], lease=LEASE)


def found(digest: str, *complaints: str) -> Proof:
    findings = [Finding("reference", True, "earns all.", {"points": 10.0})]
    findings += [Finding("samples.odd", False, complaint) for complaint in complaints]
    return Proof(
        "scaling", "Scaling", digest, "numpy", "cpu", "bare", (1, 2), not complaints, tuple(findings)
    )


def prove(house: House, *complaints: str) -> None:
    """Let the next proof in line come out so."""
    job = claim(house)
    assert job is not None
    with house.database.writing() as session:
        assert proofs.settle(session, job.held, found(job.digest, *complaints))
