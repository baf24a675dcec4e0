"""The table of proofs says where each problem has least room."""

from rich.console import Console

from deploy.proof_summary import proofs_table
from graders.proof import Finding, Proof


def proof(*findings: Finding, passed: bool = True) -> Proof:
    return Proof("scaling", "Scaling", "ab", "numpy", "cpu", "namespaces", (1, 2), passed, findings)


def rows(*proofs: Proof) -> list[list[str]]:
    console = Console(width=200)
    with console.capture() as got:
        console.print(proofs_table(proofs))
    return [line.split() for line in got.get().splitlines()[2:]]


def test_the_least_room_of_a_check_is_told():
    findings = (
        Finding("tolerance.a", True, "", {"decades_above_noise": 6.04, "decades_below_nearest": 2.0}),
        Finding("tolerance.b", True, "", {"decades_above_noise": 5.0, "decades_below_nearest": 3.0}),
        Finding("time.a", True, "", {"seconds": 0.1, "allowed": 10.0}),
        Finding("time.b", True, "", {"seconds": 0.2, "allowed": 5.0}),
    )
    assert rows(proof(*findings)) == [["✓", "scaling", "4", "5.0", "2.0", "25", "×"]]


def test_what_was_not_measured_is_left_empty():
    timeless = Finding("time.a", True, "", {"seconds": 0.0, "allowed": 1.0})
    findings = (Finding("reference", False, ""), timeless)
    assert rows(proof(*findings, passed=False)) == [["✗", "scaling", "2"]]
