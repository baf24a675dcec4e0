"""An honest small server that speaks the part of the REST interface that submit.py uses."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email.parser import BytesParser
from email.policy import HTTP
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from graders.errors import HandinRefused
from graders.handin import Handin, read_handin

TOKEN = "token-of-ada"
ACCOUNT = {"email": "ada@example.edu", "password": "correct horse"}
REPORT = {
    "checks": [
        {"name": "forward", "title": "Forward", "points": 2, "verdict": "passed"},
        {
            "name": "backward", "title": "Backward", "points": 3, "verdict": "failed",
            "explanation": {"kind": "factor", "sentence": "Your `dW` is exactly 20 × the expected one."},
        },
    ]
}  # fmt: skip


class SmallServer(ThreadingHTTPServer):
    """What it keeps, and the ways in which it can be in trouble."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.handins: dict[str, Handin] = {}
        self.requests: list[str] = []
        self.closed = False
        self.drops = 0  # connections that break right after an upload has arrived
        self.events = True
        self.state = "graded"
        self.moved_to = ""
        self.broken = False

    @property
    def address(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.server_port}"

    def handle_error(self, request: object, client_address: object) -> None:
        """A connection that is dropped on purpose is no error."""


class Handler(BaseHTTPRequestHandler):
    """One request."""

    server: SmallServer

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.requests.append(f"POST {self.path}")
        if self.server.moved_to:
            self.answer(307, {}, Location=self.server.moved_to)
        elif self.server.broken:
            self.send(500, b"<html>oh no</html>", "text/html")
        elif self.path == "/api/v1/tokens":
            self.make_token(json.loads(body))
        elif self.signed_in():
            self.hand_in(body)

    def do_GET(self) -> None:
        self.server.requests.append(f"GET {self.path}")
        if not self.signed_in():
            return
        if self.path.endswith("/events"):
            self.tell_events()
        else:
            self.answer(200, self.submission())

    def make_token(self, form: dict[str, str]) -> None:
        if {key: form[key] for key in ACCOUNT} == ACCOUNT and form["name"]:
            self.answer(201, {"token": TOKEN})
        else:
            self.refuse(401, "This e-mail address and password do not belong together.")

    def signed_in(self) -> bool:
        if self.headers["Authorization"] == f"Bearer {TOKEN}":
            return True
        self.refuse(401, "Sign in first.")
        return False

    def hand_in(self, body: bytes) -> None:
        if self.path != "/api/v1/courses/11-785/assignments/homework/submissions":
            return self.refuse(404, "There is no such assignment.")
        if self.server.closed:
            return self.refuse(409, "The deadline for this assignment has passed.")
        key = self.headers["Idempotency-Key"]
        try:
            self.server.handins.setdefault(key, read_handin(self.archive(body)))
        except HandinRefused as refusal:
            return self.refuse(422, str(refusal))
        if self.server.drops:
            self.server.drops -= 1
            raise ConnectionAbortedError
        return self.answer(202, {"id": "s1", "number": len(self.server.handins), "notes": ["A note."]})

    def archive(self, body: bytes) -> bytes:
        head = f"Content-Type: {self.headers['Content-Type']}\r\n\r\n".encode()
        (part,) = BytesParser(policy=HTTP).parsebytes(head + body).iter_parts()
        assert part.get_param("name", header="Content-Disposition") == "handin"
        assert part.get_filename()
        return part.get_payload(decode=True)

    def submission(self) -> dict[str, object]:
        state = self.server.state
        problem = {
            "problem": "small",
            "title": "A small problem",
            "state": state,
            "earned": None if state == "review" else 2,
            "proposed": 2 if state == "review" else None,
            "points": 5,
            "report": REPORT,
        }
        return {"state": state, "position": None, "earned": 2, "points": 5, "problems": [problem]}

    def tell_events(self) -> None:
        if not self.server.events:
            return self.refuse(404, "There are no events.")
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.end_headers()
        for name, body in [
            ("state", {"state": "queued", "position": 2, "ahead": 1}),
            ("state", {"state": "queued", "position": None, "ahead": None, "waits_for": "a GPU worker"}),
            ("progress", {"problem": "small", "check": "forward", "done": 0, "total": 2}),
            ("report", {"problem": "small", "title": "A small problem", "earned": 2, "points": 5}),
            ("finished", {"state": "graded"}),
        ]:
            self.wfile.write(f": ping\r\nid: 1\nevent: {name}\ndata: {json.dumps(body)}\n\n".encode())
        return None

    def refuse(self, status: int, detail: str) -> None:
        self.answer(status, {"title": "Refused", "status": status, "detail": detail})

    def answer(self, status: int, body: object, **headers: str) -> None:
        self.send(status, json.dumps(body).encode(), "application/json", **headers)

    def send(self, status: int, body: bytes, kind: str, **headers: str) -> None:
        self.send_response(status)
        for name, value in {"Content-Type": kind, "Content-Length": str(len(body)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def serving() -> Iterator[SmallServer]:
    """A server that listens until the context ends."""
    with SmallServer() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
