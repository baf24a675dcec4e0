"""A fact that no comparison of outputs shows: the student's code wrote into arrays that it was only lent."""

from graders.diagnose.evidence import Evidence
from graders.diagnose.wording import listed, ticked
from graders.report import Explanation


def inputs_changed(evidence: Evidence) -> Explanation | None:
    """Say which inputs were changed; it comes after whatever explains the arrays themselves."""
    if not evidence.answer.changed:
        return None
    names = ticked(evidence.answer.changed)
    inputs = "input" if len(names) == 1 else "inputs"
    sentence = (
        f"Your code writes into its {inputs} {listed(names)}, so whatever is computed from it later sees "
        "changed values. Work on a copy, or without +=, -=, *= and out=."
    )
    return Explanation("changed", sentence)
