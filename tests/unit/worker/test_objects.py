"""What a worker makes of what a server of files answers, or does not."""

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from graders.bundle import read_bundle_folder
from graders.job import Blob
from worker.objects import LinkEnded, ObjectMissing, Objects, Unreachable
from worker.shelf import Shelf, digest_of

MC = Path(__file__).parents[3] / "problems" / "mc"


class Files(ThreadingHTTPServer):
    """Answers /digest with what is in `files`, and each path in `answers` once with that status first."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.files: dict[str, bytes] = {}
        self.answers: list[int] = []
        self.asked: list[str] = []
        self.put: dict[str, bytes] = {}

    def blob(self, data: bytes) -> Blob:
        digest = digest_of(data)
        self.files[digest] = data
        return Blob(digest, f"http://127.0.0.1:{self.server_port}/{digest}?signature=word")


class _Handler(BaseHTTPRequestHandler):
    server: Files

    def do_GET(self) -> None:
        digest = self.path[1:].partition("?")[0]
        self.server.asked.append(digest)
        status = self.server.answers.pop(0) if self.server.answers else 200
        data = self.server.files.get(digest)
        if data is None:
            status = 404
        self.send_response(status)
        self.end_headers()
        if status == 200 and data is not None:
            self.wfile.write(data)

    def do_PUT(self) -> None:
        length = int(self.headers["content-length"])
        self.server.put[self.path] = self.rfile.read(length)
        self.send_response(204)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Nobody reads it."""


@pytest.fixture
def files() -> Iterator[Files]:
    with Files() as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.fixture
def objects(tmp_path: Path) -> Iterator[Objects]:
    with Objects(Shelf(tmp_path / "objects", 1 << 20), try_seconds=0.2) as objects:
        yield objects


def test_a_handin_is_fetched_each_time(files: Files, objects: Objects):
    blob = files.blob(b"handin")
    assert [objects.handin(blob), objects.handin(blob)] == [b"handin", b"handin"]
    assert len(files.asked) == 2


def test_a_bundle_is_fetched_once_and_lies_on_the_disk_for_the_next_process(
    files: Files, objects: Objects, tmp_path: Path
):
    packed = read_bundle_folder(MC).pack()
    blob = files.blob(packed)
    assert objects.bundle(blob).problem.slug == "mc"
    assert objects.bundle(blob).problem.slug == "mc"
    with Objects(Shelf(tmp_path / "objects", 1 << 20)) as next_process:
        assert next_process.bundle(Blob(blob.digest, "http://127.0.0.1:1/gone")).problem.slug == "mc"
    assert len(files.asked) == 1


def test_other_bytes_than_the_job_names_are_our_fault(files: Files, objects: Objects):
    blob = files.blob(b"handin")
    files.files[blob.digest] = b"another"
    with pytest.raises(ObjectMissing, match="has another digest"):
        objects.handin(blob)


def test_bytes_that_are_not_there_are_our_fault(files: Files, objects: Objects):
    blob = files.blob(b"handin")
    files.files.clear()
    with pytest.raises(ObjectMissing, match="does not have what the job names"):
        objects.handin(blob)


@pytest.mark.parametrize("status", [403, 410])
def test_a_link_that_is_valid_no_more_is_not_tried_again(files: Files, objects: Objects, status: int):
    blob = files.blob(b"handin")
    files.answers = [status]
    with pytest.raises(LinkEnded):
        objects.handin(blob)
    assert len(files.asked) == 1


def test_a_server_that_is_away_for_a_moment_is_asked_again(files: Files, objects: Objects, monkeypatch):
    monkeypatch.setattr("worker.objects.RETRY_SECONDS", 0.01)
    files.answers = [503, 500]
    assert objects.handin(files.blob(b"handin")) == b"handin"


def test_a_server_that_stays_away_is_named_and_the_links_signature_is_not(objects: Objects):
    with pytest.raises(Unreachable) as raised:
        objects.handin(Blob("0" * 64, "http://127.0.0.1:1/0?signature=word"))
    assert "127.0.0.1 does not answer" in str(raised.value)
    assert "word" not in str(raised.value)


def test_more_than_a_file_may_have_is_not_read(files: Files, objects: Objects, monkeypatch):
    monkeypatch.setattr("worker.objects.MAX_BYTES", 100)
    with pytest.raises(ObjectMissing, match="sends more than"):
        objects.handin(files.blob(b"x" * 1000))


def test_bytes_are_put_where_a_link_leads(files: Files, objects: Objects):
    objects.send(f"http://127.0.0.1:{files.server_port}/kits/1", b"kit")
    assert files.put == {"/kits/1": b"kit"}
