"""Spans: what they tell, what they belong to, and that nobody who does not ask for them has them."""

import subprocess
import sys
from collections.abc import Iterator
from uuid import UUID

import pytest
from opentelemetry.sdk.trace import ReadableSpan

from graders import spans
from graders.box import Began, BoxTask, End, Ended
from graders.errors import SandboxFault
from graders.job import Blob, GradeJob
from graders.problem import Limits
from tests.fixtures.spans import collecting, exported, one
from worker.about import about
from worker.metrics.boxes import Counted
from worker.telemetry import TelemetryMissing, telemetry

__all__ = ["exported"]

SUBMISSION = "01a216dc-53b2-7428-a272-05288562ac85"
JOB = GradeJob(SUBMISSION, "numpy", "cpu", Blob("d"), ())
TASK = BoxTask("numpy", "cpu", {}, {}, (), Limits())


class MadeUp:
    """A box that says that it is done, or fails."""

    kind = "made-up"

    def __init__(self, *, fails: bool = False) -> None:
        self.fails = fails

    def run(self, _task: BoxTask) -> Iterator[Began | Ended]:
        yield Began(0)
        if self.fails:
            raise SandboxFault("its password is hunter2")
        yield Ended(End.DONE)


def trace_number(span: ReadableSpan) -> int:
    number: int = span.context.trace_id
    return number


def test_a_job_is_a_span_of_its_submissions_own_trace_and_its_boxes_are_parts_of_it(exported):
    with about(JOB, "w1"):
        list(Counted(MadeUp()).run(TASK))
    box, job = one(exported, "box"), one(exported, "grade")
    assert job.context.trace_id == box.context.trace_id == UUID(SUBMISSION).int
    assert box.parent.span_id == job.context.span_id
    assert (box.attributes["kind"], box.attributes["runtime"]) == ("made-up", "numpy")
    assert (job.attributes["submission"], job.attributes["worker"]) == (SUBMISSION, "w1")


def test_two_processes_that_work_for_one_submission_are_in_one_trace_without_a_word(exported):
    for worker in ("w1", "w2"):
        with about(JOB, worker):
            pass
    first, second = exported.get_finished_spans()
    assert trace_number(first) == trace_number(second)
    assert first.parent.span_id == second.parent.span_id


def test_a_span_that_is_carried_is_followed(exported):
    with spans.span("here", {}):
        carried = spans.carrier()
    with spans.following(carried), spans.span("there", {}):
        pass
    here, there = one(exported, "here"), one(exported, "there")
    assert there.parent.span_id == here.context.span_id
    assert trace_number(there) == trace_number(here)


@pytest.mark.parametrize("carried", [{}, {"traceparent": "nonsense"}, {"traceparent": "00-" + "0" * 55}])
def test_what_names_no_span_is_not_followed(exported, carried):
    with spans.following(carried), spans.span("alone", {}):
        pass
    assert one(exported, "alone").parent is None


def test_what_a_span_failed_with_is_told_by_its_type_alone(exported):
    with pytest.raises(SandboxFault):
        list(Counted(MadeUp(fails=True)).run(TASK))
    status = one(exported, "box").status
    assert not status.is_ok
    assert status.description == "SandboxFault"
    assert "hunter2" not in one(exported, "box").to_json()


def test_a_box_that_is_left_early_has_ended_and_nothing_is_within_it(exported):
    events = Counted(MadeUp()).run(TASK)
    next(events)
    with spans.span("meanwhile", {}):
        pass
    events.close()
    assert one(exported, "box").status.is_unset
    assert one(exported, "meanwhile").parent is None


def test_untraced_nothing_is_carried_and_nothing_stands_in_the_way():
    with spans.following({"traceparent": "x"}), spans.span("nothing", {}) as span:
        span.note({"more": 1})
        assert spans.carrier() == {}


def test_spans_reach_a_collector_before_the_process_ends():
    with collecting() as collector, telemetry(collector.address, "allclose-test"), about(JOB, "w1"):
        pass
    ((service, span),) = collector.taken
    assert (service, span.name) == ("allclose-test", "grade")
    assert span.trace_id == UUID(SUBMISSION).bytes
    assert spans.carrier() == {}, "nobody traces any more"


def test_where_it_is_not_installed_a_sentence_says_what_to_do(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delitem(sys.modules, "worker.otlp", raising=False)
    monkeypatch.setitem(sys.modules, "opentelemetry", None)
    with (
        pytest.raises(TelemetryMissing, match="Install the project's extra 'telemetry'"),
        telemetry("http://x", "s"),
    ):
        pass


def test_without_the_setting_it_is_not_even_imported():
    # FastAPI imports OpenTelemetry's interface where that is there; nothing is sent with it.
    told = (
        "import sys, api.app, deploy.embedded\n"
        "from worker.telemetry import telemetry\n"
        "with telemetry('', 'allclose'):\n"
        "    print({'worker.otlp', 'opentelemetry.sdk', 'opentelemetry.exporter'} & {*sys.modules})"
    )
    done = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"
