"""A right answer that costs too much beside the reference, in words."""

from graders.cost import Excess
from graders.diagnose.evidence import Evidence
from graders.diagnose.wording import ended
from graders.problem import Inputs
from graders.report import Explanation

# Said where the check does not say in `cheaper` how to need less.
GUESSES = {
    "time": "a loop over single elements in Python, where numpy works on whole arrays?",
    "memory": "is something large built whole, such as all products before they are summed?",
}


def exceeded(evidence: Evidence) -> Explanation | None:
    """Say how much it costs, how much the reference does, and how much is allowed."""
    excess, check = evidence.excess, evidence.check
    spoils = evidence.answer.changed and check.inputs is Inputs.UNCHANGED
    if excess is None or evidence.mismatches or spoils:
        return None
    title = check.title or check.name
    advice = ended(check.cheaper) if check.cheaper else GUESSES[excess.kind]
    return Explanation(excess.kind, f"{describe_excess(excess, title)}: {advice}")


def describe_excess(excess: Excess, subject: str) -> str:
    """The same as a clause, without a guess at the reason."""
    say, took, needs, as_much = {
        "time": (_seconds, "took", "takes", "as long"),
        "memory": (_megabytes, "needed", "needs", "as much"),
    }[excess.kind]
    allowed = f"{say(excess.allowed)} is allowed"
    if excess.allowed <= excess.times * excess.reference:
        allowed = f"{excess.times:g} times {as_much} is allowed ({say(excess.allowed)})"
    return (
        f"{subject} {took} {say(excess.cost)}; the reference {needs} {say(excess.reference)}, and {allowed}"
    )


def _seconds(seconds: float) -> str:
    return f"{seconds:.2g} s" if seconds < 10 else f"{seconds:.0f} s"


def _megabytes(size: float) -> str:
    megabytes = size / (1 << 20)
    return f"{megabytes:.2g} MB" if megabytes < 10 else f"{megabytes:.0f} MB"
