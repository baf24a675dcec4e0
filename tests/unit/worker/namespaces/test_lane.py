"""A lane: so many at once, first come, first served."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from graders.errors import SandboxFault
from worker.sandbox.namespaces.lane import Lane


def waits_in(lane: Lane) -> int:
    return len(lane._waiting)


def wait_until(holds):
    deadline = time.monotonic() + 10
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.001)


def test_no_more_than_its_width_run_at_once():
    lane, inside, most = Lane(2), [], []

    def job(number):
        with lane.place():
            inside.append(number)
            most.append(len(inside))
            time.sleep(0.01)
            inside.remove(number)

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(job, range(24)))

    assert max(most) == 2


def test_who_comes_first_goes_first():
    lane, order = Lane(1), []

    def job(number):
        with lane.place():
            order.append(number)

    with ThreadPoolExecutor(5) as threads, lane.place():
        for number in range(5):
            threads.submit(job, number)
            wait_until(lambda: waits_in(lane) == number + 1)  # noqa: B023

    assert order == [0, 1, 2, 3, 4]


def test_a_job_within_a_job_does_not_wait_for_itself():
    lane = Lane(1)
    with lane.place(), lane.place():
        assert waits_in(lane) == 0
    with lane.place():
        pass


def test_a_closed_lane_turns_away_who_waits_and_waits_for_who_is_inside():
    lane, turned_away = Lane(1), []

    def job():
        try:
            with lane.place():
                pass
        except SandboxFault as refusal:
            turned_away.append(str(refusal))

    with lane.place():
        waiting = threading.Thread(target=job)
        waiting.start()
        wait_until(lambda: waits_in(lane) == 1)
        assert lane.close(0) is False
        waiting.join()

    assert turned_away == ["The boxes are closed: this worker is ending."]
    assert lane.close(10) is True
    with pytest.raises(SandboxFault, match="closed"), lane.place():
        pass
