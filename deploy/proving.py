"""`allclose prove`: a bundle put to the proof on this machine, and what was found as a table."""

from collections.abc import Sequence
from itertools import groupby
from random import SystemRandom

from rich.console import Group, RenderableType
from rich.progress import Progress
from rich.table import Table
from rich.text import Text

from deploy.boxes import box_for, open_boxes
from deploy.settings import EmbeddedSettings
from graders.bundle import Bundle
from graders.proof import Finding, Proof, Trials, prove
from worker.runtimes import installed_runtimes

LARGEST_SEED = 1_000_000
"""Seeds are drawn below this: short enough to be typed again."""


def fresh_seeds(count: int) -> list[int]:
    """Seeds that nobody has seen, each another."""
    return SystemRandom().sample(range(LARGEST_SEED), count)


def device_of(bundle: Bundle) -> str:
    """Where a bundle is proved: a problem for any device on the CPU."""
    return "cuda" if bundle.problem.device == "cuda" else "cpu"


def prove_locally(bundle: Bundle, settings: EmbeddedSettings, seeds: Sequence[int], bar: Progress) -> Proof:
    """Prove a bundle in boxes of this machine."""
    line = bar.add_task("Preparing boxes", total=None)

    def listen(finding: str, number: int, total: int) -> None:
        bar.update(line, completed=number, total=total, description=finding)

    with open_boxes(settings, installed_runtimes(settings.home)) as sandbox:
        device = device_of(bundle)
        return prove(Trials(bundle, box_for(sandbox, device), device), seeds, listen)


def proof_table(proof: Proof) -> RenderableType:
    """Every finding under its kind, and the verdict."""
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), show_header=False)
    table.add_column(width=1)
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for kind, findings in groupby(proof.findings, key=lambda finding: finding.name.partition(".")[0]):
        _add_kind(table, kind, list(findings))
    return Group(Text(f"{proof.title} ({proof.problem})", style="bold"), table, _verdict(proof))


def _add_kind(table: Table, kind: str, findings: list[Finding]) -> None:
    """One row for a finding that stands alone; a heading and a row each for several."""
    if findings[0].name != kind:
        table.add_row("", Text(kind, style="bold"), "")
    for finding in findings:
        mark, colour = ("✓", "green") if finding.passed else ("✗", "red")
        name = finding.name.partition(".")[2]
        label = Text(f"  {name}") if name else Text(kind, style="bold")
        table.add_row(
            Text(mark, style=colour), label, Text(finding.sentence, style="" if finding.passed else "red")
        )


def _verdict(proof: Proof) -> Text:
    seeds = f" (seeds {', '.join(map(str, proof.seeds))})" if proof.seeds else ""
    failed = sum(not finding.passed for finding in proof.findings)
    if failed:
        things = "1 finding says" if failed == 1 else f"{failed} findings say"
        return Text(f"\nNot proved: {things} what to mend{seeds}.", style="bold red")
    return Text(f"\nProved by {len(proof.findings)} findings{seeds}.", style="bold green")
