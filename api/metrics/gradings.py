"""Figures of handins and what becomes of them, counted by `api.journal` where they happen.

queue: "grade" for students' handins; behind them "regrade", "prove", "kit" and
"similar".
"""

import math

from prometheus_client import Counter, Histogram

from api.metrics.registry import REGISTRY

QUEUES = {
    "gradings": "grade",
    "regradings": "regrade",
    "proofs": "prove",
    "kits": "kit",
    "similarity_runs": "similar",
}
"""Table → the queue that its rows are."""

ACCEPTED = Counter("allclose_submissions_accepted", "Handins stored and queued.", registry=REGISTRY)
HANDIN_BYTES = Histogram(
    "allclose_handin_bytes",
    "Bytes of the handins that were accepted, as they were sent.",
    registry=REGISTRY,
    buckets=tuple(4.0**power * 1024 for power in range(8)),
)
WAIT = Histogram(
    "allclose_submission_wait_seconds",
    "Seconds from a submission, or staff's retry of it, to the last score that a machine gives it.",
    registry=REGISTRY,
    buckets=(0.5, 1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 1800, 3600, 14400),
)
SETTLED = Counter(
    "allclose_gradings_settled",
    "Gradings ended, by problem and verdict: passed, failed, review (a person decides), fault (ours).",
    ("problem", "verdict"),
    registry=REGISTRY,
)
GRADING_SECONDS = Histogram(
    "allclose_grading_seconds",
    "Seconds that a problem's checks took, as its report says.",
    ("problem",),
    registry=REGISTRY,
    buckets=(0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120),
)
ATTEMPTS = Counter("allclose_attempts", "Attempts begun.", ("queue",), registry=REGISTRY)
GIVEN_BACK = Counter(
    "allclose_attempts_given_back",
    "Attempts that failed by our fault: their work is back in the line or, after the last, a fault.",
    ("queue",),
    registry=REGISTRY,
)
PUT_BACK = Counter(
    "allclose_attempts_put_back",
    "Attempts that a process which was told to end put back; they do not count.",
    ("queue",),
    registry=REGISTRY,
)
IGNORED = Counter(
    "allclose_reports_ignored",
    "Reports not recorded. late: that attempt was over. refused: it did not fit its grading. forged: it came "
    "without the ticket.",
    ("why",),
    registry=REGISTRY,
)

# A series that begins with its first event never grew, and no alert would see it.
for _figure in (ATTEMPTS, GIVEN_BACK, PUT_BACK):
    for _queue in QUEUES.values():
        _figure.labels(_queue)
for _why in ("late", "refused"):
    IGNORED.labels(_why)


def count_seconds(problem: str, seconds: float) -> None:
    """Note how long a report says that a grading took; a number that is none would spoil the sum for ever."""
    if math.isfinite(seconds) and seconds >= 0:
        GRADING_SECONDS.labels(problem).observe(seconds)
