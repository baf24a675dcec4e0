"""The settings of a process that this package starts; the only place of it that reads the environment."""

from pathlib import Path

from pydantic import Field

from api.settings import Settings

ROOT = Path(__file__).resolve().parent.parent


class EmbeddedSettings(Settings):
    """The server's settings, and what one machine adds to them; again variables named ALLCLOSE_….

    home: environments and runtimes, as `deploy/setup.sh` lays them. problems, assignments: folders of
    bundles and homeworks. box: a kind by name, or "bare" for none at all. workers: gradings at a time.
    gpus: what problems for a GPU may use: "auto" for all there are, "none", or names with commas between, as
    nvidia-smi -L lists them.
    docker_host, docker_runtime: for boxes of kind docker, the daemon's address and what it runs them with,
    such as runsc; its defaults where they are empty.
    """

    home: Path = Field(default_factory=lambda: Path.home() / ".cache" / "allclose")
    problems: Path = ROOT / "problems"
    assignments: Path = ROOT / "assignments"
    box: str = "namespaces"
    gpus: str = "auto"
    docker_host: str = ""
    docker_runtime: str = ""
    workers: int = Field(default=2, ge=1, le=64)
    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=0, le=65535)
