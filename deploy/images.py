"""`allclose image`: makes a runtime's image for boxes of kind docker."""

from collections.abc import Iterator

from deploy.boxes import site_of
from deploy.settings import EmbeddedSettings
from worker.runtimes import NoRuntime, installed_runtimes
from worker.sandbox.containers.daemon import Daemon
from worker.sandbox.containers.image import build_image
from worker.sandbox.namespaces.runtime import read_runtime


def make_image(settings: EmbeddedSettings, name: str, base: str) -> Iterator[str]:
    """Build it and yield what Docker says meanwhile. Raises NoRuntime, BoxUnavailable or SandboxFault."""
    runtimes = installed_runtimes(settings.home)
    if name not in runtimes:
        raise NoRuntime(f"There is no runtime '{name}' here: run `sh deploy/setup.sh {name}`.")
    daemon = Daemon(site_of(settings).docker)
    try:
        yield from build_image(daemon, name, read_runtime(name, runtimes[name]), base)
    finally:
        daemon.close()
