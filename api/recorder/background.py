"""Work that stands back for students' gradings: proofs of uploaded problems, starter kits, regrades."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import timedelta
from random import SystemRandom
from typing import TypeVar

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from api.db.models import Attempted, AttemptState, BundleVersion, Kit, Proof, Regrading
from api.gradings.jobs import device_for
from api.gradings.line import anybody_waits
from api.kits import service as kits
from api.proofs import service as proofs
from api.regrades import work as regrades
from api.workers.fleet import Fleet
from graders.job import Attempt, Blob, Job, KitJob, ProveJob

T = TypeVar("T")

SEEDS = 3
LARGEST_SEED = 1_000_000
"""Seeds are drawn below this: short enough to be typed again."""
REGRADES_AHEAD = 2
"""Regradings that may be out for each place: they are as short as gradings."""


@dataclass(frozen=True)
class Background:
    """Claims one piece of each kind at a time. seconds: what a proof or a kit may spend in boxes."""

    seconds: float

    def claim(self, session: Session, fleet: Fleet, lease: timedelta) -> list[Job]:
        """What may be given out now; nothing while a student waits for these workers."""
        served = fleet.served
        if not fleet.workers or anybody_waits(session, served.runtimes, served.devices):
            return []

        def claimed(claim: Callable[..., T | None]) -> T | None:
            return claim(session, worker=None, runtimes=served.runtimes, devices=served.devices, lease=lease)

        jobs: list[Job] = []
        places = len(fleet.workers)
        if _out(session, Proof, fleet.names) < places and (proof := claimed(proofs.claim)):
            jobs.append(self._prove(session, proof))
        if _out(session, Kit, fleet.names) < places and (kit := claimed(kits.claim)):
            jobs.append(self._make_kit(session, kit, fleet))
        slots = sum(worker.slots for worker in fleet.workers)
        for _ in range(REGRADES_AHEAD * slots - _out(session, Regrading, fleet.names)):
            regrading = claimed(regrades.claim)
            if regrading is None:
                break
            jobs.append(regrading.job)
        return jobs

    def _prove(self, session: Session, proof: proofs.ProofJob) -> ProveJob:
        version = session.get_one(Proof, proof.held.id).bundle_version
        return ProveJob(
            attempt=Attempt("prove", proof.held.id, proof.held.attempt),
            bundle=Blob(proof.digest),
            runtime=version.runtime,
            device=device_for(version.device, ()),
            seeds=tuple(SystemRandom().sample(range(LARGEST_SEED), SEEDS)),
            seconds=self.seconds,
        )

    def _make_kit(self, session: Session, kit: kits.KitJob, fleet: Fleet) -> KitJob:
        versions = session.scalars(select(BundleVersion).where(BundleVersion.digest.in_(kit.digests))).all()
        runtime, device = _rarest([(each.runtime, device_for(each.device, ())) for each in versions], fleet)
        return KitJob(
            attempt=Attempt("kit", kit.held.id, kit.held.attempt),
            slug=kit.slug,
            title=kit.title,
            preface=kit.preface,
            bundles=tuple(Blob(digest) for digest in kit.digests),
            runtime=runtime,
            device=device,
            seconds=self.seconds,
            put="",
        )


def _rarest(kinds: Collection[tuple[str, str]], fleet: Fleet) -> tuple[str, str]:
    """The kind that the fewest can run: who can run that is likeliest to run all of them."""
    return min(kinds, key=lambda kind: (fleet.places[kind], kind))


def _out(session: Session, kind: type[Attempted], workers: Collection[str]) -> int:
    """How many of these are out: with these workers, or with none of them yet."""
    running = select(func.count()).where(
        kind.state == AttemptState.RUNNING, or_(kind.worker.is_(None), kind.worker.in_(workers))
    )
    return session.scalar(running) or 0
