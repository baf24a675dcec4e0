"""The reports on what a made-up class hands in: from real boxes, each distinct handin graded once.

They are kept in a folder outside the checkout, as proofs are, named by all that they depend on: the handin,
the bundles, the code that asks and judges, the runtimes, the kind of box, and the seed.
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from hashlib import blake2b

import msgspec
from msgspec.structs import replace

from api.gradings.seeds import seed_of
from deploy.boxes import box_for
from deploy.catalogue import Task
from deploy.local import jobs
from deploy.settings import EmbeddedSettings
from graders.cache import ArrayCache
from graders.errors import GraderFault
from graders.files import write_whole
from graders.grade import grade
from graders.handin import Handin
from graders.report import Report, Verdict
from worker.engine import engine_digest
from worker.runtimes import installed_runtimes
from worker.sandbox.open import OpenSandbox

Reports = Mapping[str, Report]
"""Problem → its report on one handin."""


class ReportShelf:
    """Reports on the handins of one assignment, whose inputs are drawn from `seed`."""

    def __init__(self, task: Task, settings: EmbeddedSettings, sandbox: OpenSandbox, seed: int) -> None:
        self._task = task
        self._seed = seed
        self._folder = settings.home / "demo"
        self._sandbox = sandbox
        self._threads = settings.workers
        self._cache = ArrayCache()
        runtimes = installed_runtimes(settings.home)
        needed = sorted({bundle.problem.runtime for bundle in task.bundles})
        self._bundles = {bundle.digest: bundle for bundle in task.bundles}
        self._grounds = (
            *self._bundles, engine_digest(), *(str(runtimes.get(name)) for name in needed), sandbox.kind, seed
        )  # fmt: skip

    def of_all(
        self, handins: Collection[Handin], listen: Callable[[int, int], None]
    ) -> dict[Handin, Reports]:
        """The reports on all of them, several graded at a time. listen: is told how many of how many.

        Raises GraderFault where a box fails.
        """
        distinct = list(dict.fromkeys(handins))
        found = {}
        pool = ThreadPoolExecutor(self._threads)
        try:
            for handin, reports in zip(distinct, pool.map(self.of_one, distinct), strict=True):
                found[handin] = reports
                listen(len(found), len(distinct))
        finally:  # whoever listens may break it off
            pool.shutdown(cancel_futures=True)
        return found

    def of_one(self, handin: Handin) -> Reports:
        """The reports that are kept, or else new ones. Raises GraderFault."""
        parts = repr((handin.digest, *self._grounds)).encode()
        path = self._folder / f"{blake2b(parts, digest_size=20).hexdigest()}.json"
        if path.is_file():
            return msgspec.json.decode(path.read_bytes(), type=dict[str, Report])
        reports = {report.problem: report for report in self._graded(handin)}
        if broken := next((each for each in reports.values() if each.verdict is Verdict.FAULT), None):
            raise GraderFault(f"{broken.title} could not be graded: {broken.fault}")
        write_whole(path, msgspec.json.encode(reports))
        return reports

    def _graded(self, handin: Handin) -> Iterator[Report]:
        for job in jobs(self._task, handin):
            items = tuple(replace(item, seed=seed_of(self._seed, item.problem)) for item in job.items)
            seeded, box = replace(job, items=items), box_for(self._sandbox, job.device)
            for _, report in grade(seeded, self._bundles, handin, box, self._cache, lambda _: None):
                yield report
