"""Stage 6: right in some calls, cases, arrays or places only."""

from graders.diagnose.calls import call_of
from graders.diagnose.evidence import Evidence
from graders.diagnose.pairing import pair_up
from graders.diagnose.places import describe_place
from graders.diagnose.wording import be, listed, ticked, titled
from graders.report import Explanation


def partly_right(evidence: Evidence) -> Explanation | None:
    """What is right and what is not, and then the first wrong array in figures."""
    if not evidence.mismatches:
        return None
    for part in (_places, _calls, _cases, _arrays):
        found = part(evidence)
        if found:
            kind, sentence = found
            return Explanation(kind, f"{sentence} {evidence.mismatches[0].message}")
    return None


Found = tuple[str, str] | None
"""The explanation's kind and what it says, or nothing."""


def _places(evidence: Evidence) -> Found:
    """A region of the only wrong array."""
    if len(evidence.mismatches) > 1:
        return None
    pairs = pair_up(evidence)
    place = describe_place(pairs[0]) if pairs else ""
    return ("some-places", f"Your `{pairs[0].name}` is wrong only {place}.") if place else None


def _calls(evidence: Evidence) -> Found:
    """Right up to some call and wrong from then on, so something is kept between calls."""
    wrong = _wrong(evidence)
    calls = {key: call[1] for key in evidence.due if (call := call_of(key))}
    if len(calls) < len(evidence.due):
        return None
    last_right = max((number for key, number in calls.items() if key not in wrong), default=None)
    first_wrong = min(number for key, number in calls.items() if key in wrong)
    if last_right is None or last_right >= first_wrong:
        return None
    sentence = f"Call {last_right} is right, what comes after it is not: is something kept between calls?"
    return "later-calls", sentence


def _cases(evidence: Evidence) -> Found:
    """Cases of which every array is right."""
    wrong = dict.fromkeys(mismatch.case for mismatch in evidence.mismatches)
    right = [case for case in dict.fromkeys(case for case, _ in evidence.due) if case not in wrong]
    if not right:
        return None
    return "some-cases", f"Right in {titled(right)}, wrong in {titled(list(wrong))}."


def _arrays(evidence: Evidence) -> Found:
    """Arrays that are right in every case."""
    wrong = dict.fromkeys(mismatch.array for mismatch in evidence.mismatches)
    right = [name for name in dict.fromkeys(name for _, name in evidence.due) if name not in wrong]
    if not right:
        return None
    good, bad = ticked(right), ticked(list(wrong))
    return "some-arrays", f"{listed(good)} {be(good)} right, {listed(bad)} {be(bad)} not."


def _wrong(evidence: Evidence) -> set[tuple[str, str]]:
    return {(mismatch.case, mismatch.array) for mismatch in evidence.mismatches}
