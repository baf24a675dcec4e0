"""What is counted of boxes."""

from collections.abc import Iterator
from itertools import islice

import pytest

from graders.box import Began, BoxTask, End, Ended, Event
from graders.errors import SandboxFault
from graders.problem import Limits
from tests.fixtures.figures import since_now
from worker.metrics import REGISTRY
from worker.metrics.boxes import Counted
from worker.sandbox.open import OpenSandbox

TASK = BoxTask("numpy", "cpu", {}, {}, (), Limits())
BOX = {"kind": "made-up", "runtime": "numpy"}


class MadeUp:
    """A sandbox that says what it is told to."""

    kind = "made-up"

    def __init__(self, *events: Event, fails: bool = False) -> None:
        self.events = events
        self.fails = fails
        self.closed = 0

    def run(self, _task: BoxTask) -> Iterator[Event]:
        try:
            yield from self.events
            if self.fails:
                raise SandboxFault("The template was killed.")
        finally:
            self.closed += 1


def test_every_box_is_counted_with_the_time_to_its_first_event():
    grown = since_now(REGISTRY)
    events = (Began(0), Ended(End.DONE))
    assert tuple(Counted(MadeUp(*events)).run(TASK)) == events
    assert grown("allclose_box_starts_total", **BOX) == 1
    assert grown("allclose_box_first_event_seconds_count", **BOX) == 1
    assert grown("allclose_box_failures_total") == 0


def test_a_box_that_fails_is_counted_and_still_fails():
    grown = since_now(REGISTRY)
    with pytest.raises(SandboxFault, match="killed"):
        list(Counted(MadeUp(fails=True)).run(TASK))
    assert grown("allclose_box_failures_total", **BOX) == 1
    assert grown("allclose_box_first_event_seconds_count") == 0


def test_to_close_the_counted_run_closes_the_real_one():
    real = MadeUp(Began(0), Ended(End.DONE))
    events = Counted(real).run(TASK)
    assert list(islice(events, 1)) == [Began(0)]
    assert real.closed == 0
    events.close()
    assert real.closed == 1


def test_an_open_sandbox_is_counted_on_the_processor_and_on_the_gpu():
    grown = since_now(REGISTRY)
    opened = OpenSandbox(MadeUp(), [], ["numpy"], gpus=1, by_gpu=MadeUp())
    opened.wrap(Counted)
    for device in ("cpu", "cuda"):
        list(opened.on(device).run(TASK))
    list(opened.run(TASK))
    assert opened.kind == "made-up"
    assert grown("allclose_box_starts_total", **BOX) == 3
