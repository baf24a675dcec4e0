"""Why a check failed: the first stage that has something to say."""

import numpy as np

from graders.compare.veil import UNSAID
from graders.diagnose.changed import inputs_changed
from graders.diagnose.distance import distance
from graders.diagnose.evidence import Evidence
from graders.diagnose.exceeded import exceeded
from graders.diagnose.finite import not_finite
from graders.diagnose.gradients import incoherent
from graders.diagnose.kind import wrong_kind
from graders.diagnose.known import known_mistake
from graders.diagnose.nothing import nothing_came
from graders.diagnose.partly import partly_right
from graders.diagnose.related import related
from graders.errors import GraderFault
from graders.report import Explanation

__all__ = ["Evidence", "explain"]

STAGES = (
    nothing_came, wrong_kind, not_finite, known_mistake, related, exceeded, inputs_changed, incoherent,
    partly_right, distance,
)  # fmt: skip

# What remains when the right values must stay secret.
VEILED = (nothing_came, wrong_kind, exceeded, inputs_changed)


def explain(evidence: Evidence) -> Explanation:
    """One friendly sentence on why a check failed, two short ones at most.

    Raises GraderFault if nothing is wrong with the evidence.
    """
    with np.errstate(all="ignore"):
        for stage in STAGES if evidence.check.reveal else VEILED:
            explanation = stage(evidence)
            if explanation:
                return explanation
    if not evidence.mismatches:
        raise GraderFault(f"Check {evidence.check.name!r} was to be explained, but nothing is wrong with it.")
    return Explanation("values", UNSAID)
