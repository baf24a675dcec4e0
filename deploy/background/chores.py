"""The kinds of work that a server does in the background."""

from typing import Any

from api.blobs import BlobStore
from api.db.session import Database
from api.queue import Served
from api.settings import Settings
from deploy.background.chore import Chore
from deploy.background.comparer import Comparer
from deploy.background.kit_maker import KitMaker
from deploy.background.prover import Prover
from deploy.background.regrader import Regrader


def chores(settings: Settings, database: Database, blobs: BlobStore, served: Served) -> list[Chore[Any]]:
    """One of each kind."""
    seconds = settings.problem_minutes * 60
    return [
        Prover(database, blobs, served, seconds),
        KitMaker(database, blobs, served, seconds),
        Regrader(database, blobs, served, seconds),
        Comparer(database, blobs),
    ]
