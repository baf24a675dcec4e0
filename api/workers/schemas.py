"""Workers on the wire."""

from datetime import datetime

from pydantic import BaseModel


class WorkerView(BaseModel):
    """A worker. state: at work, or absent: not heard of for half a minute. version: of the engine's code.

    holds: the gradings and other attempts that it works at.
    """

    name: str
    state: str
    version: str
    runtimes: list[str]
    slots: int
    gpus: int
    box: str
    holds: int
    began_at: datetime
    seen_at: datetime


class LineView(BaseModel):
    """Work that the same workers can do. queue: grade, or behind students regrade, prove, kit, similar.

    oldest: since when the oldest waits. served: whether a worker is there that can do it.
    """

    queue: str
    device: str
    runtime: str
    waiting: int
    oldest: datetime | None
    running: int
    faults: int
    served: bool


class StatusView(BaseModel):
    """How the service stands."""

    workers: list[WorkerView]
    lines: list[LineView]
