"""An attack as a real handin: uploaded over HTTP, graded by the embedded server, read back by its student."""

import json
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import httpx2

from api.auth import service as auth
from api.auth.keys import Keys
from api.db.models import Role
from api.secret import read_secret
from deploy import courses
from deploy.embedded import Service, embedded
from deploy.settings import EmbeddedSettings
from graders.archive import write_tar
from graders.assignment import Assignment
from graders.assignment.outline import Outline
from tests.fixtures.unbound import UNBOUND
from tests.security.attack import Attack
from tests.security.canaries import Canaries
from tests.security.prey import Secrets, handin_files, hostile, prey
from tests.security.trial import PATIENCE, Outcome, undeserved
from worker.sandbox.containers.site import MACHINES_OWN, DockerSite

EVE, ADA, TOM = "eve@example.edu", "ada@example.edu", "tom@example.edu"
_ROLES = {EVE: Role.STUDENT, ADA: Role.STUDENT, TOM: Role.TA}
_PATH = "/api/v1/courses/c/assignments/prey/submissions"


class ServiceStage:
    """A running server with one grading thread: Eve hands attacks in, Ada her honest work after each."""

    def __init__(self, service: Service, canaries: Canaries, clients: Mapping[str, httpx2.Client]) -> None:
        self._canaries = canaries
        self._secrets = Secrets(canaries.token)
        self._honest = write_tar(prey(self._secrets).reference())
        self._points = prey(self._secrets).problem.points
        self._clients = clients
        self._addresses = canaries.addresses() + f"DATA = {str(service.settings.data)!r}\n"

    def play(self, attack: Attack) -> Outcome:
        """Hand an attack in, then its sequel, then the honest handin; say what was reached."""
        uploads = [attack.upload() if attack.upload else write_tar(handin_files(attack, self._addresses))]
        if attack.sequel:
            uploads.append(write_tar(hostile(attack.sequel, self._addresses, {})))
        answers = [self._upload(EVE, data) for data in uploads]
        honest = self._upload(ADA, self._honest)
        through, refused = [], ""
        for answer in answers:
            if answer.status_code == 202:
                through += self._reached(answer.json()["id"], attack)
            elif 400 <= answer.status_code < 500:
                refused = answer.json()["detail"]
            else:
                through.append(f"it was answered {answer.status_code}: {answer.text}")
        return Outcome(attack, [*through, *self._canaries.touched(), *self._unharmed(honest)], refused)

    def _upload(self, who: str, data: bytes) -> httpx2.Response:
        return self._clients[who].post(_PATH, files={"handin": ("handin.tar", data)})

    def _reached(self, submission: str, attack: Attack) -> list[str]:
        """What staff see that the attack earned, and what its student reads."""
        told = self._graded(submission)
        if told["state"] != "graded":
            return [f"it is {told['state']}: {[problem['fault'] for problem in told['problems']]}"]
        read = self._look(EVE, submission)
        texts = "\n".join(_texts(read))
        wrong = self._secrets.leaked(texts)
        if attack.tries and "TRIED" not in texts:
            wrong.append(f"it was never tried: {texts[-300:]}")
        return wrong + undeserved(told["problems"][0]["report"], attack)

    def _unharmed(self, answer: httpx2.Response) -> list[str]:
        told = self._graded(answer.json()["id"])
        if told["earned"] == self._points:
            return []
        return [
            f"the honest handin after it is {told['state']} and earned {told['earned']}: {json.dumps(told)}"
        ]

    def _graded(self, submission: str) -> dict[str, Any]:
        """A submission as staff see it, when it is graded or has failed."""
        deadline = time.monotonic() + 2 * PATIENCE
        while (told := self._look(TOM, submission))["state"] not in ("graded", "fault"):
            if time.monotonic() > deadline:
                return told
            time.sleep(0.03)
        return told

    def _look(self, who: str, submission: str) -> dict[str, Any]:
        answer = self._clients[who].get(f"/api/v1/submissions/{submission}")
        answer.raise_for_status()
        told: dict[str, Any] = answer.json()
        return told


@contextmanager
def serving(
    kind: str, folder: Path, canaries: Canaries, docker: DockerSite = MACHINES_OWN
) -> Iterator[ServiceStage]:
    """A server on this kind of box, with a course, its people and the prey in it."""
    settings = EmbeddedSettings(
        data=folder, port=0, workers=1, box=kind, docker_host=docker.address, **UNBOUND
    )
    bundle = prey(Secrets(canaries.token))
    homework = Assignment(
        Outline(slug="prey", title="Prey", problems=["prey"]), {"handout.md": b"#"}, (bundle,)
    )
    with embedded(settings) as service, service.answering(), ExitStack() as stack:
        tokens = _people(service, homework)
        clients = {who: stack.enter_context(_client(service, token)) for who, token in tokens.items()}
        yield ServiceStage(service, canaries, clients)


def _people(service: Service, homework: Assignment) -> dict[str, str]:
    """Tokens by address, of everybody in a course that has the homework."""
    keys = Keys(read_secret(service.settings.data))
    with service.database.writing() as session:
        course = courses.course(session, "c")
        courses.offer(session, service.blobs, course, homework, b"", None)
        for email, role in _ROLES.items():
            courses.enrol(session, keys, course, email, email, role)
        return {who: auth.create_token(session, keys, courses.user(session, who), "t")[1] for who in _ROLES}


def _client(service: Service, token: str) -> httpx2.Client:
    headers = {"authorization": f"Bearer {token}"}
    return httpx2.Client(base_url=service.address, headers=headers, timeout=60, trust_env=False)


def _texts(value: object) -> Iterator[str]:
    """Every text that a student can read in a decoded answer; the source lines of a traceback aside."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for name, inner in value.items():
            if name != "source":
                yield from _texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner)
