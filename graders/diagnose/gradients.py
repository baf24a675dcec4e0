"""A gradient check in words: forward and backward pass differ from each other, or both from the task."""

from graders.diagnose.evidence import Evidence
from graders.diagnose.wording import be, listed, ticked
from graders.report import Explanation


def incoherent(evidence: Evidence) -> Explanation | None:
    """Which of the two passes to mend, where the check compares them."""
    if not evidence.check.gradients or not evidence.mismatches:
        return None
    apart = list(evidence.wrong("gradient"))
    if apart:
        names = ticked([mismatch.array for mismatch in apart])
        right = forward_is_right(evidence)
        also = "which is right" if right else "and that is not right either: mend the forward pass first"
        said = f"Your {listed(names)} {be(names)} not the gradient of your own forward pass, {also}."
        return Explanation("gradient", f"{said} {apart[0].message}")
    wrong = {mismatch.array for mismatch in evidence.mismatches}
    if wrong & evidence.check.gradients.keys():
        return None
    agreeing = ticked(list(evidence.check.gradients))
    said = (
        "Your forward and backward pass agree with each other, but the forward pass is not what is asked "
        f"for: mend it, and {listed(agreeing)} will have to follow."
    )
    return Explanation("forward", f"{said} {evidence.mismatches[0].message}")


def forward_is_right(evidence: Evidence) -> bool:
    """Whether nothing is wrong but gradients: their differences, and what else was compared, are right."""
    return {mismatch.array for mismatch in evidence.mismatches} <= evidence.check.gradients.keys()
