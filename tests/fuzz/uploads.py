"""Malformed uploads through the real HTTP application: always a receipt or a refusal that says why."""

import tarfile
from collections import Counter as Counts
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from hypothesis import strategies as st
from starlette.testclient import TestClient

from api.auth import service as auth
from deploy import courses
from tests.fixtures.site import STUDENT, Site, homework
from tests.fuzz.damage import damaged
from tests.fuzz.watching import Watch
from tests.security.attacks.archives import UPLOADS
from tests.unit.graders.archives import PACKERS, tar_of

MAGIC = (b"", b"\x1f\x8b\x08\x00", b"BZh91AY&SY", b"\xfd7zXZ\x00", b"PK\x03\x04", b"PK\x05\x06")
KINDS = tuple(getattr(tarfile, f"{name}TYPE") for name in ("REG", "LNK", "SYM", "CHR", "BLK", "DIR", "FIFO"))


@cache
def real() -> tuple[bytes, ...]:
    """The main homework's handin in every packing, and every attack of small size."""
    files = dict(sorted(homework().reference().items())[:12])
    hostile = (make() for name, make in UPLOADS.items() if "bomb" not in name)
    return (*(pack(files) for pack in PACKERS.values()), *(data for data in hostile if len(data) < 1 << 18))


@st.composite
def tars(draw: st.DrawFn) -> bytes:
    """A tar whose members have any names, kinds, sizes and extensions."""
    members = []
    for _ in range(draw(st.integers(0, 6))):
        info = tarfile.TarInfo(draw(st.text(max_size=40) | st.sampled_from(("hw1/mc.py", "../x", "/tmp/x"))))
        info.type = draw(st.sampled_from(KINDS))
        info.linkname = draw(st.text(max_size=20))
        info.mode = draw(st.integers(0, 0o7777))
        info.pax_headers = draw(st.dictionaries(st.sampled_from(("path", "size", "a")), st.text(max_size=9)))
        members.append((info, draw(st.binary(max_size=99))))
    try:
        return tar_of(members, tarfile.PAX_FORMAT)
    except (UnicodeError, ValueError):
        return draw(st.binary(max_size=999))


archives = (
    damaged(st.sampled_from(real()))
    | tars()
    | damaged(tars())
    | st.builds(bytes.__add__, st.sampled_from(MAGIC), st.binary(max_size=3000))
)

SUBMISSIONS = "/courses/11-785/assignments/hw1p1/submissions"
names = st.sampled_from(("handin.tar", "h.tar.gz", "h.zip", "../../h.tar", "\u202e.tar", "\0.tar", "h" * 300))


class Counter:
    """Where handins are dropped over REST. answers: how many of each status."""

    def __init__(self, folder: Path) -> None:
        self.site = Site(folder)
        self.site.furnish()
        keys = self.site.app.state.keys
        with self.site.database.writing() as session:
            token = auth.create_token(session, keys, courses.user(session, STUDENT), "fuzz")[1]
        headers = {"authorization": f"Bearer {token}"}
        self._student = TestClient(self.site.app, headers=headers, raise_server_exceptions=False)
        self.answers: Counts[int] = Counts()

    def take(self, watch: Watch, data: bytes, name: str) -> None:
        """Hand one in: a receipt or a refusal in words comes back, whatever it is."""
        with watch.one():
            answer = self._student.post(f"/api/v1{SUBMISSIONS}", files={"handin": (name, data)})
        self.answers[answer.status_code] += 1
        assert answer.status_code in (202, 400, 413, 415, 422), answer.text
        assert answer.status_code == 202 or answer.json()["detail"].isprintable()


@contextmanager
def counter(folder: Path) -> Iterator[Counter]:
    """A server in this process."""
    opened = Counter(folder)
    yield opened
    opened.site.close()
