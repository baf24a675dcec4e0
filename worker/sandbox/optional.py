"""What of a machine other kinds of box need, and a GPU's: for a doctor, since nothing fails without them."""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from graders.errors import GraderFault
from worker.sandbox import machine
from worker.sandbox.bwrap_exec.warm import WarmInterpreter
from worker.sandbox.containers.daemon import Daemon
from worker.sandbox.containers.image import find_images
from worker.sandbox.gpus.find import choose_gpus, find_gpus
from worker.sandbox.namespaces.runtime import read_runtime
from worker.sandbox.open import Site


def optional(runtimes: Mapping[str, Path], site: Site) -> dict[str, str]:
    """By name "" where it can be had, else the sentence that says what is missing and how to mend it."""
    return {
        "boxes of kind bwrap-exec": _bwrap_exec(runtimes),
        "boxes of kind docker": _docker(runtimes, site),
        "a GPU": _gpu(site),
    }


def _bwrap_exec(runtimes: Mapping[str, Path]) -> str:
    if any(machine.lacking().values()):
        return "They need all of the above."
    try:
        for name, python in runtimes.items():
            with ThreadPoolExecutor(1) as starter:
                starter.submit(WarmInterpreter, read_runtime(name, python), 1 << 20).result().close()
    except GraderFault as problem:
        return str(problem)
    return ""


def _docker(runtimes: Mapping[str, Path], site: Site) -> str:
    try:
        daemon = Daemon(site.docker)
    except GraderFault as problem:
        return str(problem)
    try:
        find_images(daemon, {name: read_runtime(name, python) for name, python in runtimes.items()})
    except GraderFault as problem:
        return str(problem)
    finally:
        daemon.close()
    return ""


def _gpu(site: Site) -> str:
    try:
        return "" if choose_gpus(site.gpus) else find_gpus()[1] or "ALLCLOSE_GPUS says none."
    except GraderFault as problem:
        return str(problem)
