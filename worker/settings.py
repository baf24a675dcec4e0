"""The settings of a worker; the only place of it that reads the environment, apart from boxes."""

import os
import socket
from pathlib import Path
from secrets import token_hex

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

_DATABASE_VARIABLES = ("DATABASE_URL", "ALLCLOSE_DATABASE", "PGHOST", "PGDATABASE", "PGPASSWORD", "PGSERVICE")
_DATABASE_FILES = ("allclose_database", "allclose_secret")
_DATABASE_SCHEMES = ("postgres://", "postgresql://", "postgresql+")


class WorkerRefused(Exception):
    """A worker must not start here; the text says why, and what to do."""


def secrets_folder() -> Path | None:
    """Where files with secrets lie, each named by its variable; None where there are none."""
    folder = Path(os.environ.get("ALLCLOSE_SECRETS", "/run/secrets"))
    return folder if folder.is_dir() else None


class WorkerSettings(BaseSettings):
    """Read from variables named ALLCLOSE_…; what is secret may lie in a file, /run/secrets/allclose_broker.

    broker: where jobs come from, such as redis://redis:6379/0. home: environments and runtimes, as
    `deploy/setup.sh` lays them. box, gpus, docker_host, docker_runtime: as for the embedded server.
    workers: gradings at a time. cache: a folder for bundles and expected arrays, which may be emptied at any
    time; cache_mb: what it may hold. name: a name that no other worker ever has. drain_seconds: how long a
    grading may still run once the worker is asked to end; one that takes longer is put back. metrics_port,
    metrics_host: where Prometheus reads this worker's figures; port 0 for nowhere. telemetry: what takes
    OpenTelemetry's spans, such as http://collector:4318; empty: nothing.
    """

    model_config = SettingsConfigDict(env_prefix="ALLCLOSE_", extra="ignore", secrets_dir=secrets_folder())

    broker: str = Field(default="redis://127.0.0.1:6379/0", repr=False)
    home: Path = Field(default_factory=lambda: Path.home() / ".cache" / "allclose")
    box: str = "namespaces"
    gpus: str = "auto"
    docker_host: str = ""
    docker_runtime: str = ""
    workers: int = Field(default=2, ge=1, le=64)
    cache: Path = Field(default_factory=lambda: Path.home() / ".cache" / "allclose" / "worker")
    cache_mb: int = Field(default=2048, ge=16)
    name: str = Field(default_factory=lambda: f"{socket.gethostname()}-{token_hex(4)}")
    drain_seconds: float = Field(default=60, ge=0)
    metrics_port: int = Field(default=0, ge=0, le=65535)
    metrics_host: str = "127.0.0.1"
    telemetry: str = Field(default="", pattern="^(https?://.+)?$")


def refuse_a_database() -> None:
    """Raise WorkerRefused where this process could reach the database: it runs beside uploaded code."""
    named = [name for name in _DATABASE_VARIABLES if os.environ.get(name)]
    named += [
        name
        for name, value in os.environ.items()
        if name not in named and value.startswith(_DATABASE_SCHEMES)
    ]
    if named:
        raise WorkerRefused(
            f"{named[0]} is set, and a worker must not know a database: uploaded code runs beside it. "
            "Start it without that variable; it needs ALLCLOSE_BROKER and nothing else."
        )
    folder = secrets_folder()
    lying = [name for name in _DATABASE_FILES if folder and (folder / name).exists()]
    if lying:
        raise WorkerRefused(
            f"{folder}/{lying[0]} is here, and a worker must not read it: uploaded code runs beside it. "
            "Give this process the secret allclose_broker and no other."
        )
