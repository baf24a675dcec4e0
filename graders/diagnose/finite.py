"""Stage 3: NaN or infinities where numbers are due."""

from graders.diagnose.evidence import Evidence
from graders.diagnose.known import known_mistake
from graders.diagnose.wording import ended
from graders.report import Explanation, Mismatch

USUAL = "Look for a division by zero, the logarithm of zero, or an exponential that overflows."


def not_finite(evidence: Evidence) -> Explanation | None:
    """Where the first stray NaN or infinity is, and the stable form if the check names one.

    A known wrong solution with the very same NaNs says more than the NaNs do, and goes first.
    """
    stray = next(evidence.wrong("finite"), None)
    if stray is None:
        return None
    return known_mistake(evidence) or Explanation(*_describe(stray, evidence.check.stable))


def _describe(stray: Mismatch, stable: str) -> tuple[str, str]:
    """The explanation's kind and sentence."""
    if stray.worst and stray.worst.got not in ("nan", "inf", "-inf"):
        return "finite", stray.message
    if stable:
        return "overflow", f"{stray.message} The plain formula overflows at these inputs: {ended(stable)}"
    return "finite", f"{stray.message} {USUAL}"
