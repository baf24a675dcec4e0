"""Reads bundles: from the author's folder, and from an archive that nobody vouches for."""

from pathlib import Path

from graders.archive import (
    ArchiveLimits,
    below,
    find_root,
    noise_in,
    plain_files,
    read_entries,
    read_folder,
)
from graders.archive.limits import MIB
from graders.bundle.bundle import MANIFEST, Bundle
from graders.bundle.by_hand import by_hand_complaints
from graders.bundle.contents import contents_complaints
from graders.bundle.manifest import parse, text_of, without_extends
from graders.bundle.rules import problem_complaints
from graders.errors import ArchiveRefused, BundleRefused
from graders.problem import Problem

LIMITS = ArchiveLimits(packed_bytes=128 * MIB, expanded_bytes=256 * MIB, file_bytes=128 * MIB)
SHARED = ("reference/", "starter/")


def read_bundle(archive: bytes) -> Bundle:
    """The bundle in a tar or zip. Raises BundleRefused, naming the file and the key or the member."""
    try:
        entries = read_entries(archive, LIMITS, skip=lambda name: bool(noise_in(name)))
        files = plain_files((entry for entry in entries if not noise_in(entry.name)), LIMITS)
        files = below(find_root(files, [MANIFEST]), files)
    except ArchiveRefused as refusal:
        raise BundleRefused(str(refusal)) from refusal
    problem = _problem(files)
    if problem.extends:
        raise BundleRefused(
            f"{MANIFEST}, extends: {problem.extends!r} is not in the archive. Pack the bundle from its "
            "folder, which takes along what it extends."
        )
    return _checked(problem, files)


def read_bundle_folder(path: Path) -> Bundle:
    """The bundle in a folder, with what it extends laid under its own. Raises BundleRefused and OSError."""
    files = read_folder(path)
    problem = _problem(files)
    if problem.extends:
        files = _extended(files, path / problem.extends, problem.extends)
        problem = _problem(files)
    return _checked(problem, files)


def _problem(files: dict[str, bytes]) -> Problem:
    if MANIFEST not in files:
        raise BundleRefused(f"{MANIFEST}: is missing; it describes the problem.")
    return parse(text_of(files[MANIFEST], MANIFEST), Problem, MANIFEST)


def _extended(files: dict[str, bytes], parent: Path, name: str) -> dict[str, bytes]:
    shared = {path: data for path, data in read_folder(parent).items() if path.startswith(SHARED)}
    if not shared:
        raise BundleRefused(f"{MANIFEST}, extends: {name!r} holds neither reference/ nor starter/.")
    text = without_extends(text_of(files[MANIFEST], MANIFEST))
    if parse(text, Problem, MANIFEST).extends:
        raise BundleRefused(f"{MANIFEST}, extends: must stand on a line of its own.")
    return shared | files | {MANIFEST: text.encode()}


def _checked(problem: Problem, files: dict[str, bytes]) -> Bundle:
    # Names are judged first: the rules on contents use them as names of folders and functions.
    complaints = [*problem_complaints(problem), *by_hand_complaints(problem)]
    complaints = complaints or list(contents_complaints(Bundle(problem, files)))
    if complaints:
        raise BundleRefused("\n".join(complaints))
    return Bundle(problem, files)
