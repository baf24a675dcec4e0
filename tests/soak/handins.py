"""What is handed in: whole samples of the main homework, whose scores are known, and attacks."""

import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from random import Random

from deploy.catalogue import Task, find_assignment, find_task
from deploy.local import jobs
from deploy.settings import EmbeddedSettings
from graders.box import Sandbox
from graders.cache import ArrayCache
from graders.grade import grade
from graders.handin import Handin
from tests.security.attacks import ATTACKS
from tests.security.canaries import Canaries
from tests.security.trial import Stage

HOMEWORK = "hw1p1"
PATIENT_SECONDS = 1.0
"""What takes longer, as endless loops do, is handed in once."""
CACHE_MB = 32
"""Of arrays that are the same for every handin: small, so that it is soon as full as it gets."""


class Samples:
    """The main homework's whole handins, graded as students' are."""

    def __init__(self, sandbox: Sandbox) -> None:
        settings = EmbeddedSettings()
        self._sandbox = sandbox
        self._task: Task = find_task(HOMEWORK, settings)
        self._bundles = {bundle.digest: bundle for bundle in self._task.bundles}
        self._cache = ArrayCache(CACHE_MB << 20)
        self._homework = find_assignment(HOMEWORK, settings)
        self.due: Mapping[str, float] = {one.name: sum(one.earns.values()) for one in self._homework.samples}

    def wrong(self, name: str) -> list[str]:
        """What is wrong with the score of a sample: nothing, always."""
        handin = Handin(self._homework.sample(name))
        reports = [
            report
            for job in jobs(self._task, handin)
            for _, report in grade(job, self._bundles, handin, self._sandbox, self._cache, lambda _: None)
        ]
        earned = sum(report.earned for report in reports)
        return [] if earned == self.due[name] else [f"{name} earned {earned:g} of {self.due[name]:g}"]


Play = Callable[[], list[str]]


@dataclass
class Course:
    """Everything that is handed in, in an order drawn from a seed. seconds: what each took the first time."""

    sandbox: Sandbox
    canaries: Canaries
    seed: int = 1
    seconds: dict[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        samples, stage = Samples(self.sandbox), Stage(self.sandbox, self.canaries)
        self._plays: dict[str, tuple[int, Play]] = {
            name: (1, lambda name=name: samples.wrong(name)) for name in samples.due
        }
        for attack in ATTACKS:
            # The attack, what follows it, and an honest handin.
            count = 2 + bool(attack.sequel)
            self._plays[attack.row] = count, lambda attack=attack: list(stage.play(attack).through)

    def handins(self, number: int) -> Iterator[tuple[str, int, list[str]]]:
        """At least so many handins: of each, what it is, how many it counts for, and what is wrong."""
        draw = Random(self.seed)
        handed_in = 0
        names = list(self._plays)
        draw.shuffle(names)
        while handed_in < number:
            name = names.pop() if names else draw.choice(self._quick())
            count, play = self._plays[name]
            began = time.monotonic()
            wrong = play()
            self.seconds.setdefault(name, time.monotonic() - began)
            handed_in += count
            yield name, count, wrong

    def _quick(self) -> list[str]:
        return [name for name, seconds in self.seconds.items() if seconds <= PATIENT_SECONDS]
