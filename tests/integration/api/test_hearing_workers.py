"""What workers tell is believed as far as their tickets go, and written down once, on both databases."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from msgspec import structs

from api.db.base import utc_now
from api.db.models import Grading, GradingState, Role, Worker
from api.gradings import service
from graders.job import Attempt, GradeJob
from graders.told import Alive, Begun, Failed, Overdue, PutBack, Settled
from tests.integration.api.homework import LINEAR, SECRET, fault, report
from tests.integration.api.house import House, Person
from tests.integration.api.service_house import LEASE, Recording, with_ticket, worker


@pytest.fixture
def recording(house: House) -> Recording:
    return Recording(house)


def out(house: House, recording: Recording, *names: str) -> tuple[list[Person], list[GradeJob]]:
    """The handins of these students, given out."""
    house.course(LINEAR)
    people = [house.person(f"{name}@x.edu", Role.STUDENT) for name in names or ("ada",)]
    for person in people:
        assert person.hand_in().status_code == 202
    recording.enter(worker())
    jobs = recording.feed()
    assert all(isinstance(job, GradeJob) for job in jobs)
    return people, jobs  # type: ignore[return-value]


def settled(job: GradeJob, failed: tuple[str, ...] = ()) -> Settled:
    return Settled(job.about, job.attempts[0], report(LINEAR, job.items[0], failed=failed))


def earned(person: Person, job: GradeJob) -> float | None:
    answer = person.get(f"/submissions/{job.submission}").json()
    return answer["earned"] if answer["state"] == "graded" else None


def one(house: House) -> Grading:
    with house.database.reading() as session:
        return session.query(Grading).one()


def test_a_report_with_its_ticket_counts(house: House, recording: Recording) -> None:
    (ada,), (job,) = out(house, recording)
    recording.hear(Begun(job.about, "w1", job.attempts), settled(job, failed=("forward",)))
    assert earned(ada, job) == 3


def test_a_report_delivered_twice_even_at_once_counts_once(house: House, recording: Recording) -> None:
    (ada,), (job,) = out(house, recording)
    with ThreadPoolExecutor(6) as pool:
        list(pool.map(lambda _: recording.hear(settled(job)), range(12)))
    recording.hear(settled(job, failed=("forward",)))
    assert earned(ada, job) == 5


@pytest.mark.parametrize("ticket", ["", "0" * 64, "ä"])
def test_a_forged_report_counts_for_nothing(house: House, recording: Recording, ticket: str) -> None:
    (ada,), (job,) = out(house, recording)
    recording.hear(with_ticket(settled(job), ticket))
    assert earned(ada, job) is None
    assert one(house).state is GradingState.RUNNING


def test_a_report_for_another_submission_counts_for_nothing(house: House, recording: Recording) -> None:
    (ada, bob), (hers, his) = out(house, recording, "ada", "bob")
    told = settled(hers)
    recording.hear(
        structs.replace(told, attempt=structs.replace(his.attempts[0], ticket=hers.attempts[0].ticket))
    )
    assert earned(bob, his) is None
    recording.hear(settled(hers))
    assert (earned(ada, hers), earned(bob, his)) == (5, None)


def test_what_an_old_attempt_still_says_is_late(house: House, recording: Recording) -> None:
    (ada,), (first,) = out(house, recording)
    with house.database.writing() as session:
        service.sweep(session, utc_now() + 2 * LEASE)
    (second,) = recording.feed()
    assert isinstance(second, GradeJob)
    recording.hear(Begun(first.about, "w1", first.attempts), settled(first))
    assert earned(ada, first) is None
    recording.hear(settled(second, failed=("backward",)))
    assert earned(ada, first) == 2


def test_the_ticket_of_an_attempt_is_none_for_the_next(house: House, recording: Recording) -> None:
    (ada,), (first,) = out(house, recording)
    with house.database.writing() as session:
        service.sweep(session, utc_now() + 2 * LEASE)
    recording.feed()
    told = settled(first)
    recording.hear(structs.replace(told, attempt=structs.replace(told.attempt, number=2)))
    assert earned(ada, first) is None


def test_a_report_that_does_not_fit_the_problem_is_our_fault_and_is_tried_again(
    house: House, recording: Recording
) -> None:
    _, (job,) = out(house, recording)
    recording.hear(Settled(job.about, job.attempts[0], report(SECRET, job.items[0])))
    grading = one(house)
    assert (grading.state, grading.earned) == (GradingState.QUEUED, None)
    assert "another problem" in grading.fault


def test_three_failures_of_ours_are_a_fault_that_staff_see_and_can_retry(
    house: House, recording: Recording
) -> None:
    (ada,), (job,) = out(house, recording)
    for _ in range(3):
        recording.hear(Failed(job.about, job.attempts, "SandboxFault: the box broke"))
        (job,) = recording.feed() or [job]
    grading = one(house)
    assert (grading.state, grading.fault) == (GradingState.FAULT, "SandboxFault: the box broke")
    chief = house.person("chief@x.edu", Role.INSTRUCTOR)
    assert chief.post(f"/gradings/{grading.id}/retry").status_code == 202
    (again,) = recording.feed()
    assert isinstance(again, GradeJob)
    recording.hear(settled(again))
    assert earned(ada, again) == 5


def test_a_reference_that_fails_is_a_fault_of_ours(house: House, recording: Recording) -> None:
    _, (job,) = out(house, recording)
    recording.hear(Settled(job.about, job.attempts[0], fault(LINEAR, job.items[0])))
    assert (one(house).state, one(house).fault) == (GradingState.QUEUED, "The box broke.")


def test_what_a_worker_puts_back_has_lost_no_attempt(house: House, recording: Recording) -> None:
    (ada,), (job,) = out(house, recording)
    for _ in range(5):
        recording.hear(Begun(job.about, "w1", job.attempts), PutBack(job.about, job.attempts))
        (job,) = recording.feed()  # type: ignore[assignment]
    recording.hear(settled(job))
    assert earned(ada, job) == 5


def test_a_worker_that_is_heard_of_keeps_what_it_holds(house: House, recording: Recording) -> None:
    _, (job,) = out(house, recording)
    recording.hear(Begun(job.about, "w1", job.attempts))
    before = one(house).lease_until
    recording.hear(Alive(worker(), job.attempts))
    after = one(house).lease_until
    assert before is not None
    assert after is not None
    assert after > before
    with house.database.reading() as session:
        assert session.get_one(Worker, "w1").holds == 1


def test_a_worker_keeps_nothing_that_it_was_not_given(house: House, recording: Recording) -> None:
    _, (job,) = out(house, recording)
    before = one(house).lease_until
    forged = structs.replace(job.attempts[0], ticket="0" * 64)
    recording.hear(Alive(worker("thief"), (forged,)))
    assert one(house).lease_until == before


def test_two_recorders_that_hear_of_the_same_submissions_wait_for_each_other_without_end_never(
    house: House, recording: Recording
) -> None:
    people, jobs = out(house, recording, "ada", "bob", "eve", "dan")
    batches = [
        [told for job in order for told in (Begun(job.about, "w1", job.attempts), settled(job))]
        for order in (jobs, jobs[::-1])
    ]
    alive = Alive(worker(), tuple(attempt for job in jobs for attempt in job.attempts))
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda batch: recording.hear(*batch, alive), batches * 4))
    assert [earned(person, job) for person, job in zip(people, jobs, strict=True)] == [5, 5, 5, 5]


def test_what_cannot_be_written_takes_nothing_else_with_it(house: House, recording: Recording) -> None:
    (ada,), (job,) = out(house, recording)
    gone = Attempt("prove", "no such proof", 1)
    nowhere = Overdue(" first of all", structs.replace(gone, ticket=house.keys.ticket(gone)))
    recording.hear(nowhere, settled(job))
    assert earned(ada, job) == 5
