"""The settings of a process that this package starts; the only place of it that reads the environment."""

from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

ROOT = Path(__file__).resolve().parent.parent


class DeploySettings(BaseSettings):
    """Read from variables named ALLCLOSE_…; every one has a default that works on one machine.

    home: environments and runtimes, as `deploy/setup.sh` lays them. data: database, blobs and
    secrets of an embedded server. box: "namespaces", or "bare" for none at all. workers: gradings
    at a time.
    """

    model_config = SettingsConfigDict(env_prefix="ALLCLOSE_", extra="ignore")

    home: Path = Field(default_factory=lambda: Path.home() / ".cache" / "allclose")
    data: Path = Field(default_factory=lambda: Path.home() / ".local" / "share" / "allclose")
    problems: Path = ROOT / "problems"
    assignments: Path = ROOT / "assignments"
    box: str = "namespaces"
    workers: int = Field(default=2, ge=1, le=64)
    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=0, le=65535)
