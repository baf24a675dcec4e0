"""One attack against one kind of box: what it reached, what survived, what the honest handin then earned."""

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import msgspec

from graders.box import BoxTask, Ended, Event, Printed, Sandbox, Step
from graders.bundle import Bundle
from graders.cache import ArrayCache
from graders.errors import HandinRefused, SandboxFault
from graders.grade import grade
from graders.handin import Handin, read_handin
from graders.job import Blob, GradeItem, GradeJob
from graders.report import Report, Verdict
from graders.solutions import Solutions
from graders.text import plain_text
from tests.security.attack import Attack
from tests.security.canaries import Canaries
from tests.security.prey import Secrets, handin_files, hostile, prey

SEEDS = 6
"""Inputs are drawn from as many seeds, so that the reference's answers are soon all known."""
PATIENCE = 60.0
"""Seconds that one hostile handin may take; its own limits add up to a few."""


@dataclass(frozen=True)
class Outcome:
    """What came of an attack. through: everything that it reached, empty when the box held."""

    attack: Attack
    through: Sequence[str]
    refused: str = ""


@dataclass
class Listening:
    """A sandbox that remembers every event of what it ran."""

    sandbox: Sandbox
    events: list[Event] = field(default_factory=list)

    @property
    def kind(self) -> str:
        """The box kind a report names."""
        return self.sandbox.kind

    def run(self, task: BoxTask) -> Iterator[Event]:
        """Run one task and remember."""
        for event in self.sandbox.run(task):
            self.events.append(event)
            yield event

    @property
    def said(self) -> str:
        """All that the handin printed, by Python or past it."""
        texts = (event.text for event in self.events if isinstance(event, Printed))
        return "".join(texts) + "".join(event.output for event in self.events if isinstance(event, Ended))


class Stage:
    """The prey, an open sandbox and the canaries: attacks are played here one after another."""

    def __init__(self, sandbox: Sandbox, canaries: Canaries) -> None:
        self.secrets = Secrets(canaries.token)
        self.bundle = prey(self.secrets)
        self._sandbox = sandbox
        self._canaries = canaries
        self._cache = ArrayCache()
        self._seed = 0
        self.honest("before any attack")

    def play(self, attack: Attack) -> Outcome:
        """Hand an attack in, then its sequel, then the honest handin; say what was reached."""
        files = handin_files(attack, self._canaries.addresses())
        try:
            handin = read_handin(attack.upload()) if attack.upload else Handin(files)
        except HandinRefused as refusal:
            return Outcome(attack, self._canaries.touched() + self.honest("after it"), str(refusal))
        through = self._hostile(handin, attack)
        if attack.sequel:
            through += self._hostile(Handin(hostile(attack.sequel, self._canaries.addresses(), {})), attack)
        return Outcome(attack, [*through, *self._canaries.touched(), *self.honest("after it")])

    def honest(self, when: str) -> list[str]:
        """What is wrong with the score of the honest handin now: nothing, always."""
        report, _ = self.graded(Handin(self.bundle.reference()))
        if isinstance(report, Report) and report.earned == self.bundle.problem.points:
            return []
        return [f"the honest handin {when}: {report if isinstance(report, str) else report.checks}"]

    def graded(self, handin: Handin) -> tuple[Report | str, Listening]:
        """The report of a handin on fresh inputs, or what our side failed with, and all that was heard."""
        self._seed = self._seed % SEEDS + 1
        listening = Listening(self._sandbox)
        item = GradeItem("g", 1, self.bundle.problem.slug, Blob(self.bundle.digest), self._seed)
        job = GradeJob("s", "numpy", "cpu", Blob(handin.digest), (item,))
        bundles: Mapping[str, Bundle] = {self.bundle.digest: self.bundle}
        # The reference's arrays first: what is heard of its box is not the handin's doing.
        Solutions(self.bundle, self._seed, "numpy", "cpu", self._sandbox, self._cache).expected()
        try:
            ((_, report),) = grade(job, bundles, handin, listening, self._cache, _ignore)
        except SandboxFault as fault:
            return f"our side failed: {fault}", listening
        return report, listening

    def _hostile(self, handin: Handin, attack: Attack) -> list[str]:
        began = time.monotonic()
        report, listening = self.graded(handin)
        took = time.monotonic() - began
        through = [f"it took {took:.0f} seconds"] if took > PATIENCE else []
        through += self.secrets.leaked(f"{listening.said}\n{listening.events!r}")
        if isinstance(report, str):
            return [*through, report]
        if attack.tries and "TRIED" not in listening.said:
            through.append(f"it was never tried: {listening.said[-300:]} {report.checks[0].error}")
        return [*through, *undeserved(msgspec.json.decode(msgspec.json.encode(report)), attack)]


def glimpse(sandbox: Sandbox, canaries: Canaries, attack: Attack) -> list[str]:
    """What an attack reaches in a box that is not meant to hold, by itself: a check of the witnesses."""
    secrets = Secrets(canaries.token)
    bundle = prey(secrets)
    steps = (Step("prey", "attempt", 1, 6.0), Step("prey", "cube", 1, 6.0))
    listening = Listening(sandbox)
    for source in filter(None, (attack.source, attack.sequel)):
        files = hostile(source, canaries.addresses(), attack.files)
        exercises = {"prey": bundle.exercise()}
        task = BoxTask("numpy", "cpu", files, exercises, steps, bundle.problem.limits)
        list(listening.run(task))
    return secrets.leaked(listening.said) + canaries.touched()


def undeserved(report: dict[str, Any], attack: Attack) -> list[str]:
    """What of a report, as JSON, an attack has no right to."""
    wrong = []
    if report["verdict"] == Verdict.FAULT:
        wrong.append(f"it counts as our fault: {report['fault']}")
    if report["earned"] > attack.earns:
        passed = [check["name"] for check in report["checks"] if check["earned"]]
        wrong.append(f"it earned {report['earned']:g} instead of {attack.earns:g} ({passed})")
    if any(plain_text(said) != said for said in _texts(report)):
        wrong.append("its report holds text that a terminal would obey")
    return wrong


def _texts(value: object) -> Iterator[str]:
    """Every text in a decoded report."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner)


def _ignore(_: object) -> None:
    """Nobody watches the progress."""
