"""State that is kept between calls: results pile up."""

from graders.diagnose.relations.finding import IDENTITY, Finding
from graders.diagnose.relations.pair import Array, Pair, distinct

ADVICE = "Start each call anew: assign with =, not with +=."


def piled_up(pair: Pair) -> list[Finding]:
    """got on call k = the sum of what is expected on calls 1…k."""
    if not pair.earlier:
        return []
    before: Array = sum(pair.earlier[1:], start=pair.earlier[0])
    if not before.any() or not pair.equals(pair.expected + before):
        return []
    predicate = (
        "the sum of what is expected in this call and those before it: results pile up from call to call"
    )
    return [Finding("stale", ("stale",), IDENTITY, predicate, ADVICE, distinct(before[pair.probe]))]


def added_to_initial(pair: Pair) -> list[Finding]:
    """got = expected + initial value."""
    initial = pair.initial
    if initial is None or not initial.any() or not pair.equals(pair.expected + initial):
        return []
    predicate = "what is expected plus its initial value"
    return [
        Finding("stale", ("added to initial",), IDENTITY, predicate, ADVICE, distinct(initial[pair.probe]))
    ]
