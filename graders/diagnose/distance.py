"""Stage 7: how far off, and where, when nothing simpler can be said."""

from graders.compare.number import counted
from graders.diagnose.evidence import Evidence
from graders.report import Explanation


def distance(evidence: Evidence) -> Explanation | None:
    """The share of wrong elements of the first wrong array, its worst, and the error beside the tolerance."""
    if not evidence.mismatches:
        return None
    more = len(evidence.mismatches) - 1
    also = f" {counted(more, 'more array')} {'is' if more == 1 else 'are'} wrong, too." if more else ""
    return Explanation("values", f"{evidence.mismatches[0].message}{also}")
