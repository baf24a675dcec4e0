"""The whole examination of this machine, in the order in which it is read, and what it comes to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from deploy.boxes import site_of
from deploy.doctor.chapters import needs_chapter, room_chapter, runtimes_chapter, shields_chapter
from deploy.doctor.kinds import OF_NAMESPACES, kinds_chapter, try_kinds
from deploy.settings import EmbeddedSettings
from worker.runtimes import NoRuntime, installed_runtimes
from worker.sandbox.machine.files import HERE
from worker.sandbox.machine.finding import Chapter
from worker.sandbox.machine.needs import lacking
from worker.sandbox.open import ISOLATED, require_kind


@dataclass(frozen=True)
class Examination:
    """What a doctor says. box: the kind that was asked for. usable: whether it can be used here."""

    box: str
    usable: bool
    verdict: str
    chapters: tuple[Chapter, ...]


def examine(settings: EmbeddedSettings) -> Examination:
    """Look at this machine and try its boxes. Raises BoxUnavailable where there is no kind of this name."""
    chosen = settings.box
    require_kind(chosen)
    missing, installed, site = lacking(), _installed(settings.home), site_of(settings)
    trials = list(try_kinds(chosen, installed, site, lacking=any(missing.values())))
    chapters = (
        needs_chapter(HERE, missing, needed=chosen in OF_NAMESPACES),
        shields_chapter(HERE),
        room_chapter(HERE, settings),
        runtimes_chapter(installed),
        kinds_chapter(chosen, trials, site),
    )
    usable = [trial.kind for trial in trials if not trial.problem]
    return Examination(chosen, chosen in usable, verdict(chosen, usable), chapters)


def _installed(home: Path) -> Mapping[str, Path]:
    try:
        return installed_runtimes(home)
    except NoRuntime:
        return {}


def verdict(chosen: str, usable: Sequence[str]) -> str:
    """The last line: whether Allclose can run here with the kind that was chosen, and else what to do."""
    if chosen == "bare" in usable:
        return "This machine can run Allclose with no isolation at all: for your own code only."
    if chosen in usable:
        return f"This machine can run Allclose with the {chosen} box."
    others = [kind for kind in ISOLATED if kind in usable]
    instead = f", or choose `--box {others[0]}`, which works here" if others else ""
    return f"This machine cannot run Allclose with the {chosen} box: mend what is marked ✗{instead}."
