"""A storm as tables."""

from collections import Counter
from statistics import median

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from tests.acceptance.storm.calamities import CALAMITIES, FULL, possible
from tests.acceptance.storm.storm import Outcome, Plan


def tables(plan: Plan, outcome: Outcome) -> RenderableType:
    """What happened, what became of the handins, and what is wrong."""
    wrong = [Text(f"WRONG {complaint}") for complaint in outcome.verdict.wrong]
    closing = Text(_closing(plan, outcome))
    return Group(calamity_table(outcome), "", handin_table(outcome), "", *wrong, closing)


def calamity_table(outcome: Outcome) -> Table:
    """How often each, and when."""
    table = _table("Calamities", "", "times", "seconds after the beginning")
    counts = Counter(name for _, name in outcome.calamities)
    for name in CALAMITIES:
        when = " ".join(f"{moment:.0f}" for moment, played in outcome.calamities if played == name)
        told = when if name in possible() else "only root may have a small disk to fill"
        table.add_row(name, str(counts[name]), told)
    return table


def handin_table(outcome: Outcome) -> Table:
    """Handins, answers, gradings."""
    ledger, verdict = outcome.ledger, outcome.verdict
    refused = ", ".join(f"{count} × {status}" for status, count in sorted(ledger.refused.items()))
    attempts = ", ".join(f"{count} × {attempt}" for attempt, count in sorted(verdict.attempts.items()))
    table = _table("Handins", "", "")
    for what, told in (
        ("accepted", str(len(ledger.accepted))),
        ("graded once, with the score they have in calm", str(verdict.graded)),
        ("refused, and left nothing behind", str(len(ledger.given_up))),
        ("refusals", refused or "none"),
        ("requests without an answer", str(ledger.unanswered)),
        ("gradings by attempts", attempts),
        ("faults that staff had graded again", str(outcome.retried)),
        ("seconds from first try to receipt, median and most", _spread(ledger.waits)),
        ("seconds from receipt to score, median and most", _spread(verdict.waits)),
    ):
        table.add_row(what, told)
    return table


def _closing(plan: Plan, outcome: Outcome) -> str:
    wrong = len(outcome.verdict.wrong)
    told = f"{wrong} wrong" if wrong else "nothing wrong"
    missing = "" if FULL in possible() else f" Not played: {FULL}."
    return f"Seed {plan.seed}: {told} after {outcome.seconds:.0f} s.{missing}"


def _spread(taken: list[float]) -> str:
    return f"{median(taken):.1f}, {max(taken):.1f}" if taken else "none"


def _table(title: str, *headings: str) -> Table:
    table = Table(title=title, title_justify="left", box=None, pad_edge=False, min_width=len(title))
    for heading in headings:
        table.add_column(heading)
    return table
