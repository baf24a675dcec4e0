"""One student of a site, who hands in and waits."""

import time
from typing import Any

import httpx2

from api.auth.keys import Keys
from api.blobs import FileBlobStore
from api.db.session import Database
from api.secret import read_secret
from tests.service.course import TRAINING, Course, open_course
from tests.service.site import Site


def open_to_one(site: Site) -> Course:
    """The main homework without its training, open to one student."""
    database = Database(site.database_url)
    blobs, keys = FileBlobStore(site.data / "blobs"), Keys(read_secret(site.data))
    course = open_course(database, blobs, keys, 1, without=[TRAINING])
    database.close()
    return course


def graded(site: Site, course: Course, number: int = 0) -> dict[str, Any]:
    """Hand in what earns everything, and wait until it has; the submission."""
    upload = course.upload("full-marks", number)
    headers = {"authorization": f"Bearer {upload.token}"}
    with httpx2.Client(base_url=site.addresses[0], headers=headers, trust_env=False, timeout=60) as student:
        answer = student.post(course.path, files={"handin": (upload.name, upload.data)})
        assert answer.status_code == 202, answer.text
        deadline = time.monotonic() + 120
        while True:
            told: dict[str, Any] = student.get(f"/api/v1/submissions/{answer.json()['id']}").json()
            if told["state"] == "graded":
                return told
            assert time.monotonic() < deadline, told
            time.sleep(0.2)
