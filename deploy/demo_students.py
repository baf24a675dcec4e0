"""The demo's students: each hands in one archive over HTTP and looks at what became of it."""

import io
import tarfile
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import httpx2

from deploy.courses import SignIn
from graders.assignment.outline import WholeSample

FORMATS = ("tar", "tar.gz", "tar.xz", "zip")


@dataclass
class Student:
    """One student, their archive, and the submission as the server last told of it."""

    server: str
    sign_in: SignIn
    token: str
    sample: WholeSample
    archive_name: str
    archive: bytes
    told: dict[str, Any] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The sample's name, which is the student's too."""
        return self.sample.name

    @property
    def done(self) -> bool:
        """Whether every problem has been graded by machine, or has failed for good by our fault."""
        return self.told.get("state") in ("graded", "review", "fault")

    @property
    def earned(self) -> dict[str, float]:
        """Points by problem, of those that are graded; the proposal, where staff have the last word."""
        points = {p["problem"]: p["proposed" if p["by_hand"] else "earned"] for p in self.told["problems"]}
        return {problem: earned for problem, earned in points.items() if earned is not None}

    @property
    def as_expected(self) -> bool:
        """Whether every problem earned what the sample says."""
        return self.earned == {slug: float(points) for slug, points in self.sample.earns.items()}

    def hand_in(self, path: str) -> None:
        """Upload the archive; raises when the server refuses it."""
        with self._client() as client:
            receipt = client.post(path, files={"handin": (self.archive_name, self.archive)})
            receipt.raise_for_status()
            self.told = {"id": receipt.json()["id"], "state": "queued", "problems": []}

    def look(self) -> None:
        """Ask the server how the submission stands."""
        if not self.done:
            with self._client() as client:
                answer = client.get(f"/api/v1/submissions/{self.told['id']}")
                answer.raise_for_status()
                self.told = answer.json()

    def _client(self) -> httpx2.Client:
        headers = {"authorization": f"Bearer {self.token}"}
        return httpx2.Client(base_url=self.server, headers=headers, timeout=30, trust_env=False)


def packed(files: Mapping[str, bytes], number: int) -> tuple[str, bytes]:
    """An archive's name and bytes; each student in turn takes another of the usual formats."""
    kind = FORMATS[number % len(FORMATS)]
    buffer = io.BytesIO()
    if kind == "zip":
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
            for path, content in files.items():
                archive.writestr(path, content)
    else:
        with tarfile.open(fileobj=buffer, mode=f"w:{kind[4:]}") as tar:  # type: ignore[call-overload]  # a mode made of parts
            for path, content in files.items():
                member = tarfile.TarInfo(path)
                member.size = len(content)
                tar.addfile(member, io.BytesIO(content))
    return f"handin.{kind}", buffer.getvalue()
