"""What a worker does with a job, and what it tells meanwhile."""

import time
from collections.abc import Callable

import structlog
from structlog.contextvars import bound_contextvars

from graders.assignment import assembled
from graders.errors import BundleRefused
from graders.grade import grade
from graders.handin import Handin
from graders.job import Attempt, GradeJob, Job, KitJob, ProveJob
from graders.kit import build_kit, public_cases
from graders.progress import Progress
from graders.proof import Trials, prove
from graders.told import Begun, Complained, Failed, Found, Overdue, Progressed, Proved, PutBack, Settled
from worker.about import about
from worker.crew import Crew
from worker.giving_way import GivingWay, Stopped
from worker.giving_way import Overdue as TimeSpent
from worker.objects import LinkEnded, Unreachable

PROGRESS_SECONDS = 0.2
PAUSE_SECONDS = 1.0
"""How long a job that failed by our fault waits after its first attempt; four times that after the second."""
REGRADE_SECONDS = 1800.0
"""What one handin that is graded once more may spend in boxes."""

log = structlog.get_logger()


def do(crew: Crew, job: Job) -> None:
    """Do a job, and tell how each of its attempts went. Whatever stops us is our fault, not the handin's."""
    lacking = crew.lacks(job)
    if lacking:
        crew.tell(PutBack(job.about, job.attempts, lacking))
        return
    left = {attempt.id: attempt for attempt in job.attempts}
    crew.held.take(job.attempts)
    crew.tell(Begun(job.about, crew.worker.name, job.attempts))
    with about(job, crew.worker.name), bound_contextvars(job=job.purpose, attempts=[*left]):
        try:
            _DOING[type(job)](crew, job, left)
        except (Stopped, LinkEnded, Unreachable) as reason:
            log.info("put back", why=str(reason))
            crew.tell(PutBack(job.about, tuple(left.values()), str(reason)))
        except TimeSpent:
            for attempt in left.values():
                crew.tell(Overdue(job.about, attempt))
        except Exception as error:  # what failed is ours, whatever it is: everything uploaded ran in a box
            log.exception("job failed")
            # A pause that grows with the attempts, so that a fault of a moment does not use them all up.
            crew.stopping.wait(PAUSE_SECONDS * max(attempt.number for attempt in job.attempts) ** 2)
            crew.tell(Failed(job.about, tuple(left.values()), f"{type(error).__name__}: {error}"))
        finally:
            crew.held.drop(*job.attempts)


def _grade(crew: Crew, job: GradeJob, left: dict[str, Attempt]) -> None:
    """Grade a handin; a report is told as soon as it is known."""
    bundles = {item.bundle.digest: crew.objects.bundle(item.bundle) for item in job.items}
    handin = Handin.unpack(crew.objects.handin(job.handin))
    box = crew.sandbox.on(job.device)
    if job.purpose == "regrade":
        box = GivingWay(box, crew.is_full, crew.stopping, REGRADE_SECONDS)
    listen = _Listening(crew, job)
    for item, report in grade(job, bundles, handin, box, crew.arrays, listen):
        crew.tell(Settled(job.about, job.attempt_at(item), report))
        crew.held.drop(left.pop(item.grading))


def _grade_for_a_student(crew: Crew, job: GradeJob, left: dict[str, Attempt]) -> None:
    if job.purpose == "grade":
        with crew.held.students_job():
            _grade(crew, job, left)
    else:
        _grade(crew, job, left)


def _prove(crew: Crew, job: ProveJob, left: dict[str, Attempt]) -> None:
    """Prove a bundle, behind students' gradings."""
    bundle = crew.objects.bundle(job.bundle)
    box = GivingWay(crew.sandbox.on(job.device), crew.is_full, crew.stopping, job.seconds)
    told = 0.0

    def listen(finding: str, number: int, total: int) -> None:
        nonlocal told
        if time.monotonic() - told >= PROGRESS_SECONDS:
            told = time.monotonic()
            crew.tell(Found(job.about, job.attempt, finding, number, total))

    proof = prove(Trials(bundle, box, job.device), job.seeds, listen)
    crew.tell(Proved(job.about, job.attempt, proof))


def _make_kit(crew: Crew, job: KitJob, left: dict[str, Attempt]) -> None:
    """Make a starter kit, whose examples the references answer in boxes, and put it where it belongs."""
    bundles = [crew.objects.bundle(blob) for blob in job.bundles]
    box = GivingWay(crew.sandbox, crew.is_full, crew.stopping, job.seconds)
    run = [bundle for bundle in bundles if not bundle.problem.is_written]
    try:
        cases = {bundle.problem.slug: public_cases(bundle, box) for bundle in run}
        kit = build_kit(assembled(job.slug, job.title, job.preface, bundles), cases)
    except BundleRefused as refusal:
        crew.tell(Complained(job.about, job.attempt, str(refusal)))
    else:
        crew.objects.send(job.put, kit)


_DOING: dict[type[Job], Callable[..., None]] = {
    GradeJob: _grade_for_a_student,
    ProveJob: _prove,
    KitJob: _make_kit,
}


class _Listening:
    """Tells how far a grading is, a few times a second at most, and stops it when its time is over."""

    def __init__(self, crew: Crew, job: GradeJob) -> None:
        self._crew = crew
        self._about, self._attempt = job.about, job.attempts[0]
        self._told = time.monotonic()

    def __call__(self, progress: Progress) -> None:
        """A check has its verdict. Raises Stopped when the worker ends sooner than the grading would."""
        if self._crew.is_over:
            raise Stopped("The worker ends.")
        if time.monotonic() - self._told >= PROGRESS_SECONDS:
            self._told = time.monotonic()
            self._crew.tell(Progressed(self._about, self._attempt, progress))
