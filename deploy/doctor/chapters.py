"""What is looked at, chapter by chapter. Nothing here is tried but what costs nothing."""

import os
from collections.abc import Mapping
from pathlib import Path

from deploy.settings import ROOT, EmbeddedSettings
from worker.sandbox.cgroups.lent import lent_here
from worker.sandbox.machine import room, shields
from worker.sandbox.machine.files import Files
from worker.sandbox.machine.finding import Chapter, Finding, Mark, good
from worker.sandbox.machine.offered import offered
from worker.sandbox.machine.runtimes import runtimes
from worker.sandbox.namespaces.proc import fresh_is_allowed


def needs_chapter(files: Files, lacking: Mapping[str, str], needed: bool) -> Chapter:
    """What boxes made of namespaces need. needed: whether the kind that was chosen is one of those."""
    there = offered(files)
    unmet = Mark.MISSING if needed else Mark.FACT
    findings = (
        Finding(unmet, name, sentence) if sentence else good(name, there.get(name, "there"))
        for name, sentence in lacking.items()
    )
    return Chapter("What boxes need", tuple(findings))


def shields_chapter(files: Files) -> Chapter:
    """What holds a hostile handin better, or lets something of it out."""
    lent = lent_here()
    controllers = tuple(name for name, _ in lent.places)
    return Chapter(
        "What makes them safer",
        (
            shields.control_groups(lent.reason, controllers, lent.version),
            shields.swap(files, bounded="memory" in controllers),
            shields.core_dumps(files),
            shields.address_layout(files),
            shields.tracing(files),
            shields.hyperthreads(files),
            shields.modules(files),
            shields.container(files),
            shields.process_lists(fresh_is_allowed()),
        ),
    )


def room_chapter(files: Files, settings: EmbeddedSettings) -> Chapter:
    """How much there is of everything that gradings use."""
    jobs = settings.workers
    return Chapter(
        "Room",
        (
            room.processors(len(os.sched_getaffinity(0)), jobs),
            room.memory(files, jobs),
            room.open_files(files, jobs),
            room.space(files, "/tmp", "/tmp"),  # noqa: S108 - looked at, not used
            room.space(files, "/dev/shm", "/dev/shm", used=False),  # noqa: S108 - looked at, not used
            room.space(files, "data folder", str(_existing(settings.data))),
            room.clock(files, room.is_synchronised()),
        ),
    )


def _existing(folder: Path) -> Path:
    """Where a folder is, or would be made."""
    whole = folder.absolute()
    return next((place for place in (whole, *whole.parents) if place.exists()), Path("/"))


def runtimes_chapter(installed: Mapping[str, Path]) -> Chapter:
    """What handins can be run with."""
    known = {file.stem for file in (ROOT / "deploy" / "runtimes").iterdir()}
    return Chapter("Runtimes", tuple(runtimes(installed, known)))
