"""All proofs in one table: what the room is of each problem where it has least."""

from collections.abc import Sequence

from rich.table import Table

from graders.proof import Proof


def proofs_table(proofs: Sequence[Proof]) -> Table:
    """One row a proof, with the room of the check that has least.

    Decades that tolerances lie above noise and below mistakes; how many times the reference's time is given.
    """
    table = Table(box=None, title="Proofs", title_justify="left")
    for heading in ("", "problem", "findings", "above noise", "below a mistake", "time"):
        table.add_column(heading, justify="left" if heading in ("", "problem") else "right")
    for proof in proofs:
        mark = "[green]✓[/]" if proof.passed else "[red]✗[/]"
        table.add_row(mark, proof.problem, str(len(proof.findings)), *_rooms(proof))
    return table


def _rooms(proof: Proof) -> tuple[str, str, str]:
    noise, nearest = (least(proof, f"decades_{key}") for key in ("above_noise", "below_nearest"))
    times = [one.numbers["allowed"] / one.numbers["seconds"] for one in proof.findings if _timed(one.numbers)]
    return _said(noise), _said(nearest), f"{min(times):.0f} ×" if times else ""


def least(proof: Proof, number: str) -> float | None:
    """The smallest of a number that findings have measured."""
    return min((one.numbers[number] for one in proof.findings if number in one.numbers), default=None)


def _timed(numbers: dict[str, float]) -> bool:
    return "allowed" in numbers and numbers.get("seconds", 0) > 0


def _said(decades: float | None) -> str:
    return "" if decades is None else f"{decades:.1f}"
