"""What pages need of whoever reads them, and to show a submission to them."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends

from api.anonymity.naming import NamerDep
from api.deps import BlobsDep, CallerDep


@dataclass(frozen=True)
class Desk:
    """A reader, what they call students, and where the files are that they read."""

    caller: CallerDep
    namer: NamerDep
    blobs: BlobsDep


DeskDep = Annotated[Desk, Depends()]
