"""What must be so once a storm is over: looked up in the database, and asked as a student asks."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.db.models import BundleVersion, Event, EventKind, Grading, GradingState, Problem, Submission
from api.db.session import Database
from tests.acceptance.storm.students import Ledger

SETTLED = (GradingState.DONE, GradingState.REVIEW)


@dataclass
class Verdict:
    """What was found. attempts: how many gradings took so many; waits: seconds from receipt to score."""

    wrong: list[str] = field(default_factory=list)
    graded: int = 0
    attempts: Counter[int] = field(default_factory=Counter)
    waits: list[float] = field(default_factory=list)


def judge(database: Database, ledger: Ledger) -> Verdict:
    """Hold the database against what students were told."""
    verdict = Verdict(list(ledger.wrong))
    with database.reading() as session:
        submissions = {row.id: row for row in session.scalars(select(Submission))}
        gradings = _gradings(session)
        reports = _reports(session)
    verdict.wrong += _who_is_there(ledger, submissions)
    for id_, key in ledger.accepted.items():
        if id_ not in submissions:
            continue
        of = gradings.get(id_, {})
        complaints = [*_scores(of, ledger.uploads[key].earns), *_reported_once(of, reports)]
        verdict.wrong += [f"{key}, submission {id_}: {complaint}" for complaint in complaints]
        verdict.graded += not complaints
        verdict.attempts.update(grading.attempt for grading in of.values())
        settled = [grading.settled_at for grading in of.values() if grading.settled_at]
        if settled:
            verdict.waits.append((max(settled) - submissions[id_].submitted_at).total_seconds())
    return verdict


def _gradings(session: Session) -> dict[str, dict[str, Grading]]:
    """Submission → problem → its grading."""
    query = (
        select(Grading, Problem.slug)
        .join(Grading.bundle_version)
        .join(BundleVersion.problem)
        .join(Submission, Submission.id == Grading.submission_id)
    )
    found: dict[str, dict[str, Grading]] = {}
    for grading, slug in session.execute(query):
        found.setdefault(grading.submission_id, {})[slug] = grading
    return found


def _reports(session: Session) -> Counter[str]:
    """Grading → how often it was told that it has its report; a fault is none."""
    told = session.scalars(select(Event).where(Event.kind == EventKind.REPORT))
    return Counter(event.body["grading"] for event in told if event.body["state"] != GradingState.FAULT)


def _who_is_there(ledger: Ledger, submissions: dict[str, Submission]) -> Iterator[str]:
    """Every receipt has its submission, and there is none beside them."""
    by_key = Counter(submission.idempotency_key for submission in submissions.values())
    for id_, key in ledger.accepted.items():
        if id_ not in submissions:
            yield f"{key} was told of submission {id_}, and there is none"
        elif submissions[id_].idempotency_key != key:
            yield f"submission {id_} of {key} is kept as that of {submissions[id_].idempotency_key}"
    for key in ledger.given_up:
        if by_key[key]:
            yield f"{key} was refused, and left a submission behind"
    for key, count in by_key.items():
        if key in ledger.uploads and count > 1:
            yield f"{key} made {count} submissions"


def _scores(gradings: dict[str, Grading], earns: dict[str, float]) -> Iterator[str]:
    """Every problem is settled, with a report, and the points that its sample has in calm."""
    if set(gradings) != set(earns):
        yield f"it is graded for {sorted(gradings)}"
    for slug, grading in gradings.items():
        if grading.state not in SETTLED or grading.report is None:
            yield f"{slug} is {grading.state} ({grading.fault})"
        elif grading.earned != earns.get(slug):
            yield f"{slug} earned {grading.earned:g} where its sample earns {earns.get(slug)}"


def _reported_once(gradings: dict[str, Grading], reports: Counter[str]) -> Iterator[str]:
    for slug, grading in gradings.items():
        if reports[grading.id] != 1:
            yield f"{slug} was reported {reports[grading.id]} times"
