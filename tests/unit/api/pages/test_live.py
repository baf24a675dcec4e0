from dataclasses import dataclass

import pytest
from starlette.testclient import TestClient

from tests.fixtures.site import OTHER, Site


@dataclass
class Part:
    """One server-sent event, as a browser reads it."""

    name: str = ""
    number: str = ""
    html: str = ""


def listen(client: TestClient, path: str, **headers: str) -> list[Part]:
    """Read a stream to its end."""
    with client.stream("GET", path, headers=headers) as stream:
        assert stream.headers["content-type"].startswith("text/event-stream")
        blocks = "\n".join(stream.iter_lines()).split("\n\n")
    return [part for part in map(read_part, blocks) if part.name]


def read_part(block: str) -> Part:
    part = Part()
    for line in block.split("\n"):
        field, _, value = line.partition(": ")
        if field == "event":
            part.name = value
        elif field == "id":
            part.number = value
        elif field == "data":
            part.html += value + "\n"
    return part


@pytest.fixture
def watched(site: Site) -> tuple[TestClient, str]:
    """A student's browser, and the stream of a submission that has been graded, with one check told."""
    client = site.client()
    there = site.hand_in(client, site.homework.reference()).headers["location"]
    job = site.claim()
    site.tell(job, done=6, total=25)
    for item in job.items:
        site.settle(item)
    return client, f"{there}/live"


def test_a_stream_tells_the_check_that_runs_then_each_problem_and_ends(
    watched: tuple[TestClient, str],
) -> None:
    parts = listen(*watched)
    assert any("Running check 7 of 25" in part.html for part in parts if part.name == "standing")
    decided = [part.name for part in parts if part.name.startswith("problem-") and "passed" in part.html]
    assert decided[-1] == "problem-training-stats"
    assert len(set(decided)) == 7
    proposed = {part.name for part in parts if "Staff confirm or change that" in part.html}
    assert proposed == {"problem-training-stats"}
    assert parts[-1].name == "finished"


def test_the_score_comes_with_the_last_part(watched: tuple[TestClient, str]) -> None:
    parts = listen(*watched)
    score = next(part for part in reversed(parts) if part.name == "score")
    assert "<b>95</b>" in score.html
    spoken = next(part for part in reversed(parts) if part.name == "spoken")
    assert spoken.html.strip() == "Graded, but for what staff decide: 95 of 95 points"


def test_a_resumed_stream_repeats_nothing(watched: tuple[TestClient, str]) -> None:
    client, path = watched
    numbers = [part.number for part in listen(client, path) if part.number]
    again = listen(client, path, **{"Last-Event-ID": numbers[-2]})
    assert [part.name for part in again] == ["score", "standing", "spoken", "finished"]


def test_a_stream_begins_after_what_the_page_shows(watched: tuple[TestClient, str]) -> None:
    client, path = watched
    numbers = [int(part.number) for part in listen(client, path) if part.number]
    told = [int(part.number) for part in listen(client, f"{path}?after={numbers[2]}") if part.number]
    assert told == numbers[3:]


def test_nobody_else_may_listen(site: Site, watched: tuple[TestClient, str]) -> None:
    _, path = watched
    assert site.client(OTHER).get(path).status_code == 404
