"""What pages need of whoever reads them, and to show a submission to them."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends

from api.anonymity.naming import Namer, NamerDep
from api.auth.caller import Caller
from api.blobs import BlobStore
from api.deps import BlobsDep, CallerDep


@dataclass(frozen=True)
class Desk:
    """A reader, what they call students, and where the files are that they read."""

    caller: Caller
    namer: Namer
    blobs: BlobStore


async def get_desk(caller: CallerDep, namer: NamerDep, blobs: BlobsDep) -> Desk:
    """Whoever reads the page that is asked for."""
    return Desk(caller, namer, blobs)


DeskDep = Annotated[Desk, Depends(get_desk)]
