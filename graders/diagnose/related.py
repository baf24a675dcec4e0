"""Stage 5: simple relations between the wrong arrays and the expected ones."""

from collections.abc import Sequence

import numpy as np

from graders.diagnose.evidence import Evidence
from graders.diagnose.pairing import pair_up
from graders.diagnose.relations import FINE_RELATIONS, RELATIONS
from graders.diagnose.relations.finding import Finding
from graders.diagnose.relations.pair import Pair, distinct
from graders.diagnose.wording import be, listed, ticked, titled
from graders.report import Explanation

FEWEST_WITNESSES = 3
"""How many different numbers must speak for a relation: it holds by accident for one or two."""

ALSO = 2
"""How many further relations a sentence mentions."""

FEWEST_WHOLE = 12
"""How many wrong elements must agree where all that are expected are whole numbers."""

Suspicion = tuple[Pair, list[Finding]]
Verdict = tuple[Pair, Finding]


def related(evidence: Evidence) -> Explanation | None:
    """The relation that accounts for every wrong array of every case.

    One that accounts for all of them goes first. Otherwise each array needs one of its own, the same in all
    of its cases. Relations of one rank that hold side by side contradict each other, and nothing is said.
    """
    suspicions: list[Suspicion] = []
    for pair in pair_up(evidence):
        findings = _findings(pair)
        if not findings:
            return None  # one array that nothing accounts for: the others need not be looked at
        suspicions.append((pair, findings))
    verdicts = _settle(suspicions) or _settle_by_array(suspicions)
    return _tell(verdicts, evidence) if verdicts else None


def _findings(pair: Pair) -> list[Finding]:
    relations = (*FINE_RELATIONS, *RELATIONS) if pair.is_far else FINE_RELATIONS
    return [finding for relation in relations for finding in relation(pair)]


def _settle(suspicions: Sequence[Suspicion]) -> list[Verdict]:
    """The one cause that holds for all these pairs, of the lowest rank and with witnesses enough."""
    by_cause: dict[tuple[str, ...], list[Verdict]] = {}
    for pair, findings in suspicions:
        for finding in findings:
            by_cause.setdefault(finding.cause, []).append((pair, finding))
    shared = [found for found in by_cause.values() if len(found) == len(suspicions) and _is_witnessed(found)]
    lowest = min((found[0][1].rank for found in shared), default=0)
    first = [found for found in shared if found[0][1].rank == lowest]
    return first[0] if len(first) == 1 else []


def _is_witnessed(verdicts: Sequence[Verdict]) -> bool:
    """Whether a relation cannot hold by accident: small whole numbers, such as labels, often do agree."""
    witnesses = np.concatenate([finding.witnesses for _, finding in verdicts])
    wrong = np.concatenate([pair.expected[pair.probe] for pair, _ in verdicts])
    whole = bool((wrong == np.round(wrong)).all())
    return len(distinct(witnesses)) >= FEWEST_WITNESSES and (not whole or len(wrong) >= FEWEST_WHOLE)


def _settle_by_array(suspicions: Sequence[Suspicion]) -> list[Verdict]:
    """One cause for each array name; none at all if one name has none."""
    verdicts: list[Verdict] = []
    for name in dict.fromkeys(pair.name for pair, _ in suspicions):
        found = _settle([suspicion for suspicion in suspicions if suspicion[0].name == name])
        if not found:
            return []
        verdicts += found
    return verdicts


def _tell(verdicts: Sequence[Verdict], evidence: Evidence) -> Explanation:
    """The sentence for the first wrong array and all that are wrong likewise, and a mention of the others."""
    alike: dict[str, list[Pair]] = {}
    for pair, finding in verdicts:
        alike.setdefault(finding.predicate, []).append(pair)
    said = [f"our {_subject(pairs, evidence)} {predicate}" for predicate, pairs in alike.items()]
    first = verdicts[0][1]
    others = "; ".join(f"y{also}" for also in said[1 : 1 + ALSO])
    if len(said) > 1 + ALSO:
        others += "; and others by slips of their own"
    parts = (f"Y{said[0]}.", first.advice, f"Besides, {others}." if others else "")
    return Explanation(first.kind, " ".join(part for part in parts if part))


def _subject(pairs: Sequence[Pair], evidence: Evidence) -> str:
    """The arrays with their verb, and the cases unless every one is wrong: `dW` and `db` in "eval" are."""
    names = ticked([pair.name for pair in pairs])
    cases = list(dict.fromkeys(pair.key[0] for pair in pairs))
    every = {case for case, name in evidence.due if name in {pair.name for pair in pairs}}
    where = f" in {titled(cases)}" if len(cases) < len(every) else ""
    return f"{listed(names)}{where} {be(names)}"
