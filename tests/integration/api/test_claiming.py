"""Who gets which work when, on both databases."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from api.db.base import utc_now
from api.db.models import Grading, GradingState, Role
from api.gradings import service
from api.queue import Served
from graders.job import GradeJob
from tests.integration.api.homework import CUDA, JAX, LINEAR, SECRET, TORCH
from tests.integration.api.house import LEASE, House, Person


def served(house: House, count: int) -> list[str]:
    """The submissions of the next jobs, in the order in which workers get them."""
    jobs = [house.claim() for _ in range(count)]
    return [job.submission for job in jobs if job is not None]


def hand_in(person: Person, count: int = 1, **where: str) -> list[str]:
    return [person.hand_in(**where).json()["id"] for _ in range(count)]


def states(house: House) -> Counter[GradingState]:
    with house.database.reading() as session:
        return Counter(grading.state for grading in session.query(Grading))


def test_every_grading_is_claimed_once_by_many_workers(house: House) -> None:
    house.course(LINEAR, SECRET)
    ids = [hand_in(house.person(f"s{number}@x.edu", Role.STUDENT))[0] for number in range(20)]

    def work(name: int) -> list[GradeJob]:
        found = []
        while (job := house.claim(f"w{name}")) is not None:
            found.append(job)
        return found

    with ThreadPoolExecutor(6) as pool:
        jobs = [job for held in pool.map(work, range(6)) for job in held]
    # A worker that finds everything locked goes away and comes back: the rest is there for it.
    jobs += work(7)
    assert sorted(job.submission for job in jobs) == sorted(ids)
    assert states(house) == {GradingState.RUNNING: 40}


def test_a_job_holds_every_problem_that_shares_runtime_and_device(house: House) -> None:
    house.course(LINEAR, TORCH, SECRET)
    hand_in(house.person("ada@x.edu", Role.STUDENT))
    first, second = house.claim(), house.claim()
    assert first is not None
    assert second is not None
    assert [item.problem for item in first.items] == ["linear", "secret"]
    assert [item.problem for item in second.items] == ["conv"]
    assert (first.device, second.runtime) == ("cpu", "torch")
    assert house.claim() is None


def test_a_worker_gets_only_what_it_can_run(house: House) -> None:
    house.course(TORCH)
    hand_in(house.person("ada@x.edu", Role.STUDENT))
    assert house.claim(runtimes=["numpy"]) is None
    assert house.claim(runtimes=["torch"]) is not None


def test_the_oldest_handin_is_served_first(house: House) -> None:
    house.course(LINEAR)
    ids = [hand_in(house.person(f"s{number}@x.edu", Role.STUDENT))[0] for number in range(4)]
    assert served(house, 4) == ids


def test_a_students_newest_handin_is_served_before_their_older_ones(house: House) -> None:
    house.course(LINEAR)
    older, newest = hand_in(house.person("ada@x.edu", Role.STUDENT), 2)
    assert served(house, 2) == [newest, older]


def test_one_students_burst_holds_nobody_up(house: House) -> None:
    house.course(LINEAR)
    burst = hand_in(house.person("ada@x.edu", Role.STUDENT), 5)
    (other,) = hand_in(house.person("bob@x.edu", Role.STUDENT))
    assert served(house, 3) == [burst[4], other, burst[3]]


def test_courses_take_turns(house: House) -> None:
    house.course(LINEAR)
    house.course(LINEAR, slug="ml")
    rush = [hand_in(house.person(f"s{number}@x.edu", Role.STUDENT))[0] for number in range(4)]
    (calm,) = hand_in(house.person("eve@x.edu", Role.STUDENT, course="ml"), course="ml")
    assert served(house, 5) == [rush[0], calm, *rush[1:]]


def test_the_place_in_line_that_is_told_is_the_place_that_is_served(house: House) -> None:
    house.course(LINEAR)
    house.course(LINEAR, slug="ml")
    people = [house.person(f"s{number}@x.edu", Role.STUDENT) for number in range(3)]
    eve = house.person("eve@x.edu", Role.STUDENT, course="ml")
    asked = {id_: person for person in people for id_ in hand_in(person, 2)}
    asked |= dict.fromkeys(hand_in(eve, 2, course="ml"), eve)
    told = {id_: person.get(f"/submissions/{id_}").json()["position"] for id_, person in asked.items()}
    assert sorted(told.values()) == list(range(1, 9))
    assert served(house, 8) == sorted(told, key=told.__getitem__)


def test_a_problem_that_no_worker_can_run_waits_and_says_for_what(house: House) -> None:
    house.course(LINEAR, CUDA)
    house.course(JAX, assignment="hw2")
    ada, bob = (house.person(f"{name}@x.edu", Role.STUDENT) for name in ("ada", "bob"))
    cuda, jax = hand_in(ada)[0], hand_in(ada, assignment="hw2")[0]
    linear = hand_in(bob)[0]

    def told(person: Person, id_: str) -> tuple[int | None, str]:
        seen = person.get(f"/submissions/{id_}").json()
        return seen["position"], seen["waits_for"]

    assert told(ada, cuda) == (1, "a GPU worker")
    assert told(ada, jax) == (None, "a worker with the runtime jax")
    assert told(bob, linear) == (2, "a GPU worker")
    assert served(house, 3) == [cuda, linear]
    assert told(ada, cuda) == (None, "a GPU worker")

    house.queue.served = Served(frozenset({"numpy", "torch"}), gpus=1)
    assert told(ada, cuda) == (1, "")


def test_what_waits_for_no_worker_that_is_there_is_in_nobodys_way(house: House) -> None:
    house.course(CUDA)
    house.course(LINEAR, assignment="hw2")
    hand_in(house.person("ada@x.edu", Role.STUDENT))
    bob = house.person("bob@x.edu", Role.STUDENT)
    receipt = bob.hand_in(assignment="hw2").json()

    assert (receipt["position"], receipt["ahead"], receipt["waits_for"]) == (1, 0, "")


def test_a_grading_whose_lease_ran_out_goes_back_into_the_line(house: House) -> None:
    house.course(LINEAR)
    (id_,) = hand_in(house.person("ada@x.edu", Role.STUDENT))
    house.claim()
    with house.database.writing() as session:
        assert service.sweep(session, utc_now()).queued == ()
    with house.database.writing() as session:
        assert len(service.sweep(session, utc_now() + 2 * LEASE).queued) == 1
    again = house.claim()
    assert again is not None
    assert (again.submission, again.items[0].attempt) == (id_, 2)


def test_a_renewed_lease_holds(house: House) -> None:
    house.course(LINEAR)
    hand_in(house.person("ada@x.edu", Role.STUDENT))
    job = house.claim()
    assert job is not None
    with house.database.writing() as session:
        assert service.renew(session, job, 10 * LEASE)
    with house.database.writing() as session:
        assert service.sweep(session, utc_now() + 2 * LEASE).queued == ()


def test_a_lost_job_cannot_be_renewed(house: House) -> None:
    house.course(LINEAR)
    hand_in(house.person("ada@x.edu", Role.STUDENT))
    job = house.claim()
    assert job is not None
    with house.database.writing() as session:
        service.sweep(session, utc_now() + 2 * LEASE)
    with house.database.writing() as session:
        assert not service.renew(session, job, LEASE)


def test_what_a_dead_worker_held_is_queued_at_once(house: House) -> None:
    house.course(LINEAR)
    for email in ("ada@x.edu", "bob@x.edu"):
        hand_in(house.person(email, Role.STUDENT))
    house.claim("dead")
    house.claim("alive")
    with house.database.writing() as session:
        assert len(service.release(session, "dead").queued) == 1
    assert states(house) == {GradingState.QUEUED: 1, GradingState.RUNNING: 1}


def lose_three_times(house: House) -> None:
    for _ in range(3):
        assert house.claim() is not None
        with house.database.writing() as session:
            service.sweep(session, utc_now() + 2 * LEASE)


def test_after_three_lost_attempts_it_is_a_fault_that_staff_see(house: House) -> None:
    house.course(LINEAR)
    ada, ta = house.person("ada@x.edu", Role.STUDENT), house.person("ta@x.edu", Role.TA)
    (id_,) = hand_in(ada)
    lose_three_times(house)
    assert house.claim() is None
    seen, told = ta.get(f"/submissions/{id_}").json(), ada.get(f"/submissions/{id_}").json()
    assert seen["state"] == told["state"] == "fault"
    assert seen["problems"][0]["fault"] == "The worker that ran it stopped answering."
    assert told["problems"][0]["fault"] == ""
    assert told["earned"] is None


def test_staff_can_retry_a_fault_and_nobody_else_can(house: House) -> None:
    house.course(LINEAR)
    ada, ta = house.person("ada@x.edu", Role.STUDENT), house.person("ta@x.edu", Role.TA)
    (id_,) = hand_in(ada)
    grading = ta.get(f"/submissions/{id_}").json()["problems"][0]["grading"]
    assert ta.post(f"/gradings/{grading}/retry").status_code == 409
    lose_three_times(house)
    assert ada.post(f"/gradings/{grading}/retry").status_code == 404
    published = len(house.queue.jobs)
    assert ta.post(f"/gradings/{grading}/retry").status_code == 202
    assert len(house.queue.jobs) == published + 1
    job = house.claim()
    assert job is not None
    assert job.items[0].attempt == 4
    assert house.settle(job, LINEAR) == [True]
    assert ada.get(f"/submissions/{id_}").json()["earned"] == 5


def test_a_lease_ends_in_the_future(house: House) -> None:
    house.course(LINEAR)
    hand_in(house.person("ada@x.edu", Role.STUDENT))
    house.claim()
    with house.database.reading() as session:
        until = session.query(Grading).one().lease_until
    assert until is not None
    assert timedelta() < until - utc_now() <= LEASE
