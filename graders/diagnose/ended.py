"""A child that ended while a check ran, in words."""

from graders.box import End, Ended
from graders.diagnose.wording import one_line
from graders.problem import Check
from graders.report import Explanation

# End → (the explanation's kind, its sentence). {limit} is the time it ran, {detail} what the box added.
SENTENCES = {
    End.WALL: (
        "time",
        "{title} was stopped after {limit}{detail}: most likely a loop without end, or a loop over single "
        "elements where numpy works on whole arrays.",
    ),
    End.CPU: (
        "time",
        "{title} used up its processor time{detail}: most likely a loop without end, or a loop over single "
        "elements where numpy works on whole arrays.",
    ),
    End.MEMORY: (
        "memory",
        "{title} needed more memory than it may use{detail}: does an array grow in a loop, or does (n, 1) "
        "broadcast against (n,)?",
    ),
    End.EXIT: (
        "exit",
        "Your code ended the process{detail}, most likely by os._exit(): remove that call, "
        "and raise an exception where something is wrong.",
    ),
    End.SIGNAL: ("signal", "Your code crashed the Python process{detail}; Python alone does not do that."),
    End.PRINTED: (
        "printed",
        "{title} printed more than it may{detail}: remove the prints, above all those within loops.",
    ),
    End.ANSWER: (
        "answer",
        "The answer is larger than it may be{detail}: does something broadcast (n, 1) against (n,)?",
    ),
    End.NONSENSE: (
        "nonsense",
        "Your code wrote into the channel that carries the answers, so they cannot be read{detail}: print "
        "with print() and leave other file descriptors alone.",
    ),
}


def explain_end(ended: Ended, check: Check, seconds: float) -> Explanation:
    """Why the child ended while `check` ran for so many seconds."""
    kind, sentence = SENTENCES[ended.how]
    detail = one_line(ended.detail)
    limit = check.wall_seconds or seconds
    return Explanation(
        kind,
        sentence.format(
            title=check.title or check.name,
            limit=f"{limit:.3g} seconds" if limit else "its time was up",
            detail=f" ({detail})" if detail else "",
        ),
    )
