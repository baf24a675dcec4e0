"""What an operator sees of one handin to the whole service, process by process."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from tests.fixtures.figures import figures_at
from tests.fixtures.ports import free_port
from tests.fixtures.spans import Collector, collecting
from tests.service.handing_in import graded, open_to_one
from tests.service.site import Site, site_with

PROGRAMS = ("api-0", "recorder-0", "worker-0")


@pytest.fixture
def collector() -> Iterator[Collector]:
    with collecting() as collector:
        yield collector


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    with site_with(tmp_path) as site:
        yield site


def test_one_handin_is_followed_counted_and_traced_through_every_process(site: Site, collector: Collector):
    ports = {name: free_port() for name in PROGRAMS}
    for name, program in site.programs.items():
        program.tell(metrics_port=str(ports[name]), telemetry=collector.address)
    course = open_to_one(site)
    site.start()
    submission = graded(site, course)["id"]

    told = {name: told_of(site, name, submission) for name in PROGRAMS}
    assert [line["event"] for line in told["api-0"] if line["event"] != "request"] == ["accepted"]
    recorded = [line for line in told["recorder-0"] if line["event"] != "settled"]
    assert [line["event"] for line in recorded] == ["claimed", "begun", "finished"]
    settled = [line for line in told["recorder-0"] if line["event"] == "settled"]
    assert len(settled) == len(course.homework.bundles)
    assert {line["worker"] for line in settled} == {recorded[1]["worker"]}
    assert all(
        {"grading", "attempt", "problem", "verdict", "earned", "seconds"} <= set(line) for line in settled
    )

    api, recorder, worker = (figures_at(ports[name]) for name in PROGRAMS)
    assert api("allclose_submissions_accepted_total") == 1
    assert recorder("allclose_gradings_settled_total", verdict="passed") == len(settled)
    assert recorder("allclose_submission_wait_seconds_count") == 1
    assert recorder("allclose_queue_served", queue="grade", device="cpu", runtime="numpy") == 1
    assert worker("allclose_box_starts_total", runtime="numpy") > 0
    assert worker("allclose_cache_misses_total", cache="bundles") == len(settled)

    assert [program.end() for program in site.programs.values()] == [0, 0, 0]
    of_it = {
        f"{service} {span.name}"
        for service, span in collector.taken
        if span.trace_id == UUID(submission).bytes
    }
    expected = ["allclose-worker grade", "allclose-worker box", "allclose-recorder settle"]
    assert of_it == set(expected)
    submits = [
        span for service, span in collector.taken if (service, span.name) == ("allclose-api", "submit")
    ]
    assert [link.trace_id for span in submits for link in span.links] == [UUID(submission).bytes]


def told_of(site: Site, name: str, submission: str) -> list[dict[str, Any]]:
    """What grep finds of a submission in the log of one process."""
    lines = [json.loads(line) for line in site.programs[name].said.splitlines() if submission in line]
    assert all(line["submission"] == submission for line in lines)
    return lines
