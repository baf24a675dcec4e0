"""The settings of the server; the only place of it that reads the environment."""

import os
from datetime import timedelta
from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

from api.oidc.provider import Provider


def secrets_folder() -> Path | None:
    """Where files with secrets lie, each named by its variable; None where there are none."""
    folder = Path(os.environ.get("ALLCLOSE_SECRETS", "/run/secrets"))
    return folder if folder.is_dir() else None


class Settings(BaseSettings):
    """Read from variables named ALLCLOSE_…; every one has a default that works on one machine.

    What is secret may lie in a file instead, such as /run/secrets/allclose_database; ALLCLOSE_SECRETS names
    another folder.

    data: blobs, secrets and, where no other database is named, an SQLite file. address: where
    people reach the server, such as https://grade.example.edu; without it the address of each
    request is taken. upload_mb: the largest handin; problem_mb: the largest bundle of a problem.
    problem_memory_mb and problem_minutes: what an uploaded problem may ask for a handin, and how long
    its proof may take in boxes. session_days: how long a browser stays signed in, and
    session_idle_hours without a request. token_days:
    how long a token lasts where nothing else is asked for, and token_days_at_most where it is.

    requests_per_minute, changes_per_minute, uploads_per_minute: what one person may ask for, or one address
    of people who are not signed in. oidc: where else people may sign in, as a list in JSON of what
    `api.oidc.provider.Provider` describes; it holds secrets, so that it had better lie in a file.

    Where workers are processes of their own: broker: its address, such as redis://redis:6379/0, or amqp://…
    of a RabbitMQ. secret: 64 hexadecimal digits, the same for every process of the server; drawn into data
    where it is empty.
    worker_address: where workers reach the server, if not at its address. objects: s3://bucket/prefix to keep
    files there, with s3_endpoint for anything but AWS, s3_region, s3_key_id and s3_key; empty: in data.
    lease_seconds: how long a worker that is not heard of keeps what it holds.
    metrics_port: where Prometheus reads this process's figures; 0 for nowhere. metrics_host: who reaches that
    port; this machine alone, unless it is 0.0.0.0 or another of its addresses. telemetry: what takes
    OpenTelemetry's spans, such as http://collector:4318; empty: nothing.
    """

    model_config = SettingsConfigDict(env_prefix="ALLCLOSE_", extra="ignore", secrets_dir=secrets_folder())

    data: Path = Field(default_factory=lambda: Path.home() / ".local" / "share" / "allclose")
    database: str = ""
    address: str = ""
    upload_mb: int = Field(default=32, ge=1, le=1024)
    problem_mb: int = Field(default=64, ge=1, le=128)
    problem_memory_mb: int = Field(default=8192, ge=64)
    problem_minutes: float = Field(default=30, gt=0, le=1440)
    session_days: int = Field(default=14, ge=1, le=365)
    session_idle_hours: int = Field(default=72, ge=1)
    link_days: int = Field(default=14, ge=1, le=90)
    sign_ins_per_minute: int = Field(default=10, ge=1)
    token_days: int = Field(default=90, ge=1)
    token_days_at_most: int = Field(default=365, ge=1)
    requests_per_minute: int = Field(default=600, ge=1)
    changes_per_minute: int = Field(default=120, ge=1)
    uploads_per_minute: int = Field(default=60, ge=1)
    oidc: tuple[Provider, ...] = Field(default=(), repr=False)
    broker: str = Field(default="", repr=False)
    secret: str = Field(default="", pattern="^([0-9a-f]{64})?$", repr=False)
    worker_address: str = ""
    lease_seconds: float = Field(default=30, ge=1)
    objects: str = ""
    s3_endpoint: str = ""
    s3_region: str = "us-east-1"
    s3_key_id: str = ""
    s3_key: str = Field(default="", repr=False)
    metrics_host: str = "127.0.0.1"
    metrics_port: int = Field(default=0, ge=0, le=65535)
    telemetry: str = Field(default="", pattern="^(https?://.+)?$")

    @property
    def session_idle(self) -> timedelta:
        """How long a browser stays signed in without a request."""
        return timedelta(hours=self.session_idle_hours)

    @property
    def link_lasts(self) -> timedelta:
        """How long a link to choose a password works."""
        return timedelta(days=self.link_days)

    @property
    def limits_store(self) -> str:
        """The Redis in which servers count together; "": each counts by itself."""
        return self.broker if self.broker.startswith(("redis://", "rediss://")) else ""

    @property
    def database_url(self) -> str:
        """The database's address."""
        return self.database or f"sqlite:///{self.data / 'allclose.db'}"

    @property
    def blob_folder(self) -> Path:
        """Where files are kept by their digest."""
        return self.data / "blobs"

    @property
    def upload_bytes(self) -> int:
        """The largest upload, in bytes."""
        return self.upload_mb * 1024 * 1024

    @property
    def problem_bytes(self) -> int:
        """The largest bundle of a problem, in bytes."""
        return self.problem_mb * 1024 * 1024
