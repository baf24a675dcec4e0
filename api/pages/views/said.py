"""What people said about a submission, and what its viewer may do there."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote

from sqlalchemy.orm import Session

from api.annotations import service as annotations
from api.anonymity.naming import Names
from api.courses.seat import Seat
from api.db.models import RegradeRequest, RequestState, Submission
from api.likeness import repository as likeness
from api.pages.moving import Beside, beside
from api.pages.prose import has_maths
from api.pages.views.check import Standing
from api.pages.views.thread import ThreadView, thread_view

STANDINGS = {
    RequestState.OPEN: Standing.REVIEW,
    RequestState.ANSWERED: Standing.GRADED,
    RequestState.CLOSED: Standing.GRADED,
}


@dataclass(frozen=True)
class Badge:
    """A request for a regrade in a word."""

    id: str
    title: str
    state: RequestState
    standing: Standing

    @classmethod
    def of(cls, request: RegradeRequest) -> "Badge":
        """Show where a request stands."""
        return cls(request.id, request.title, request.state, STANDINGS[request.state])


@dataclass(frozen=True)
class Alike:
    """A check that others failed in the same way, and where all of them are graded."""

    title: str
    others: int
    address: str


@dataclass(frozen=True)
class Said:
    """Threads, requests, and where staff go from here.

    can_reveal: an instructor may ask for a hidden name.
    """

    is_staff: bool
    can_reveal: bool
    threads: Sequence[ThreadView]
    requests: Sequence[Badge]
    beside: Beside
    alike: Sequence[Alike] = ()

    @property
    def maths(self) -> bool:
        """Whether anybody wrote maths that this page shows: what is said of code is read beside it."""
        shown = [voice.html for thread in self.threads if not thread.path for voice in thread.voices]
        return has_maths(shown)


def said_of(session: Session, seat: Seat, submission: Submission, names: Names) -> Said:
    """What the holder of this seat reads beside a submission's results. Open threads come first."""
    titles = titles_of(submission)
    threads = [
        thread_view(each, seat, names, titles) for each in annotations.readable(session, submission, seat)
    ]
    return Said(
        is_staff=seat.is_staff,
        can_reveal=seat.is_instructor and names.hides(submission.student),
        threads=sorted(threads, key=lambda thread: thread.is_resolved),
        requests=[Badge.of(each) for each in submission.requests],
        beside=beside(session, seat, submission),
        alike=alike(session, submission, titles) if seat.is_staff else (),
    )


def alike(session: Session, submission: Submission, titles: dict[tuple[str, str], str]) -> list[Alike]:
    """The checks of a submission that others failed in the same way."""
    by_hand = {grading.id for grading in submission.gradings if grading.bundle_version.by_hand}
    return [
        Alike(titles[grading, check], others, f"/gradings/{grading}/alike?check={quote(check, safe='')}")
        for grading, check, others in likeness.counts(session, submission)
        if grading not in by_hand
    ]


def titles_of(submission: Submission) -> dict[tuple[str, str], str]:
    """(grading, check) → what the check is called; with "" the problem."""
    titles = {}
    for grading in submission.gradings:
        version = grading.bundle_version
        titles[grading.id, ""] = version.title
        for check in version.described.checks:
            titles[grading.id, check.name] = f"{version.title}: {check.title or check.name}"
    return titles
