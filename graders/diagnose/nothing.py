"""Stage 1: the check did not run to its end."""

from graders.box import End
from graders.diagnose.ended import explain_end
from graders.diagnose.evidence import Evidence
from graders.diagnose.raised import explain_raised
from graders.report import Explanation


def nothing_came(evidence: Evidence) -> Explanation | None:
    """What kept the check from finishing: an exception, a missing file, a limit; None if it finished."""
    answer = evidence.answer
    if answer.raised:
        return explain_raised(answer.raised, evidence.runtime)
    if answer.ended and answer.ended.how is not End.DONE:
        return explain_end(answer.ended, evidence.check, answer.ended_after)
    if answer.finished:
        return None
    return Explanation("unfinished", "This check did not answer: your code ended before it had run.")
