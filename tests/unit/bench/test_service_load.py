"""A class at its deadline: when it hands in, what is timed, and what is told of it."""

import asyncio
from collections import Counter
from itertools import pairwise

import pytest
from rich.console import Console

from tests.bench.service.arrivals import arrivals, busiest, read_trace
from tests.bench.service.figures import Percentiles, Run, Rush, Stored, pace
from tests.bench.service.generator import HAND_IN, LOOK, Load, Played
from tests.bench.service.tables import tables
from tests.fixtures.ports import free_port
from tests.service.course import Upload

UPLOADS = [Upload("full-marks", f"token-{n}", "handin.tar", b"bytes", {}) for n in range(8)]


def test_the_trace_is_what_was_recorded():
    trace = read_trace()
    assert (len(trace), trace[0], trace[-1]) == (1440, -3620522.0, 4397310.0)
    assert trace == sorted(trace)


def test_more_students_crowd_where_the_real_ones_did_and_not_in_one_instant():
    few, many = (arrivals(read_trace(), count, 600, seed=1) for count in (300, 3000))
    assert [len(few), len(many)] == [300, 3000]
    for moments in (few, many):
        assert moments == sorted(moments)
        assert 0 <= moments[0] < moments[-1] <= 600
    by_minute = [Counter(int(moment / 60) for moment in moments) for moments in (few, many)]
    assert all(abs(by_minute[1][minute] - 10 * by_minute[0][minute]) <= 30 for minute in range(10))
    assert busiest(many, 60) > 2 * 3000 / 10, "the last hours are the busiest"
    assert arrivals(read_trace(), 300, 600, seed=1) == few


class Stalling:
    """A server that takes handins and tells of submissions, and answers nobody until all have asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.free = asyncio.Event()
        self.visits: list[asyncio.Task[None] | None] = []

    async def __call__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.visits.append(asyncio.current_task())
        while request := (await reader.readline()).decode():
            length = 0
            while line := (await reader.readline()).strip().lower():
                length = int(line.partition(b":")[2]) if line.startswith(b"content-length") else length
            await reader.readexactly(length)
            self.asked.append(request.split()[0])
            status, body = ("202 Accepted", b'{"id": "%d"}' % len(self.asked))
            if len(self.asked) == len(UPLOADS):
                self.free.set()
            await self.free.wait()
            if request.startswith("GET"):
                status, body = "200 OK", b'{"state": "graded"}'
            writer.write(f"HTTP/1.1 {status}\r\ncontent-length: {len(body)}\r\n\r\n".encode() + body)
            await writer.drain()
        writer.close()
        await writer.wait_closed()


def test_nobody_waits_for_anybodys_answer_and_waits_count_from_the_moment_a_handin_was_due(monkeypatch):
    monkeypatch.setattr("tests.bench.service.generator.LOOK_SECONDS", 0.01)

    async def play() -> Played:
        stalling = Stalling()
        async with await asyncio.start_server(stalling, "127.0.0.1", 0) as server:
            port = server.sockets[0].getsockname()[1]
            load = Load("/handins", [f"http://127.0.0.1:{port}"], UPLOADS)
            told = await load.play([0.02 * number for number in range(8)])
            await asyncio.gather(*filter(None, stalling.visits))
            return told

    told = asyncio.run(play())
    posts = sorted(told.of(HAND_IN), key=lambda request: request.due)
    gaps = [after.due - before.due for before, after in pairwise(posts)]
    assert gaps == pytest.approx([0.02] * 7)
    assert posts[-1].sent < posts[0].answered, "the last was sent while the first waited"
    assert posts[0].seconds == posts[0].answered - posts[0].due > sum(gaps)
    assert len(told.accepted) == len(told.of(LOOK)) == 8


def test_who_gets_no_answer_is_noted_as_such(monkeypatch):
    load = Load("/handins", [f"http://127.0.0.1:{free_port()}"], UPLOADS[:1])
    told = asyncio.run(load.play([0.0]))
    assert [request.status for request in told.requests] == [0]
    assert told.accepted == {}


def test_percentiles_are_of_the_times_themselves():
    assert Percentiles.of([n / 100 for n in range(101)]) == Percentiles(0.5, 0.95, 0.99, 1.0, 101)
    assert Percentiles.of([2.0]) == Percentiles(2.0, 2.0, 2.0, 2.0, 1)


def test_the_pace_of_a_drain_leaves_out_how_it_begins():
    assert pace([0.0, 100.0, *(100 + n / 4 for n in range(1, 19))]) == pytest.approx(4.0)


def test_an_aim_that_is_missed_is_said_beside_the_figure():
    runs = [
        Run(
            "processes",
            workers,
            Rush(200, 8, 61.0, graded, 2, together=False, shares={"api-0": 0.25}),
            None,
            Stored(10240, 20480),
        )
        for workers, graded in ((1, 12.0), (2, 21.0))
    ]
    console = Console(width=200)
    with console.capture() as captured:
        console.print(tables(runs))
    lines = [" ".join(line.split()) for line in captured.get().splitlines()]
    assert "processes 1 61.0 12.00 ≥ 20 MISSED 6.00 1.00" in lines
    assert "processes 2 61.0 21.00 ≥ 20 met 10.50 1.75" in lines
    assert "2 workers: processors kept busy meanwhile: api-0 0.25." in lines
    assert "2 workers: a submission takes 10.0 KiB of the database and 20.0 KiB of files." in lines
