"""A house whose workers are other processes: what the recorder has, with a broker that only remembers."""

from datetime import timedelta

from msgspec import structs

from api.objects.links import Links
from api.recorder.background import Background
from api.recorder.feeding import Feeder
from api.recorder.listening import Listener
from graders.job import GradeJob, Job
from graders.problem import Problem
from graders.told import Alive, Begun, Settled, Told, Worker
from tests.integration.api.homework import report
from tests.integration.api.house import House

LEASE = timedelta(seconds=30)
SERVER = "http://server"


def worker(name: str = "w1", runtimes: tuple[str, ...] = ("numpy",), slots: int = 2, gpus: int = 0) -> Worker:
    return Worker(name, "engine", runtimes, slots, gpus, "namespaces")


class Recording:
    """Feeds and hears. sent: the jobs that the broker has been given."""

    def __init__(self, house: House, lease: timedelta = LEASE) -> None:
        self.house = house
        self.sent: list[Job] = []
        links = Links(house.keys, house.blobs, SERVER, lease.total_seconds())
        self.listener = Listener(house.database, house.keys, lease, seconds=60)
        self.feeder = Feeder(
            house.database, lambda job: self.sent.append(links.sealed(job)), Background(60), lease
        )

    def hear(self, *told: Told) -> None:
        self.listener.hear(told)

    def enter(self, *workers: Worker) -> None:
        """These workers say that they are there."""
        self.hear(*(Alive(each) for each in workers))

    def feed(self) -> list[Job]:
        """Give out work; what was given out."""
        before = len(self.sent)
        self.feeder.lines.clear()
        self.feeder.behind_until = 0.0
        self.feeder.feed()
        return self.sent[before:]

    def graded(self, *problems: Problem, by: str = "w1") -> list[Told]:
        """What a worker tells of the last job, which is about these problems, when all is right."""
        job = self.sent[-1]
        assert isinstance(job, GradeJob)
        told = zip(problems, job.items, job.attempts, strict=True)
        settled = [Settled(job.about, attempt, report(problem, item)) for problem, item, attempt in told]
        return [Begun(job.about, by, job.attempts), *settled]


def with_ticket(told: Settled, ticket: str) -> Settled:
    """The same, with another ticket."""
    return structs.replace(told, attempt=structs.replace(told.attempt, ticket=ticket))
