"""What of a handin is compared, and which code is nobody's own."""

from collections.abc import Iterable, Mapping

from api.blobs import BlobStore
from api.db.models import Assignment
from graders.bundle import read_bundle
from graders.handin import read_handin

SOURCE = ".py"


def wanted(assignment: Assignment) -> frozenset[str]:
    """The sources that the assignment asks for, by every name that is accepted for them."""
    problems = [row.bundle_version.described for row in assignment.problems]
    return frozenset(
        path
        for problem in problems
        if not problem.is_written
        for file in problem.files
        for path in (file, *problem.aliases.get(file, ()))
        if path.endswith(SOURCE)
    )


def chosen(files: Mapping[str, bytes], paths: Iterable[str]) -> dict[str, bytes]:
    """Those of some files that are compared."""
    return {path: files[path] for path in sorted(set(paths) & files.keys())}


def starters(blobs: BlobStore, assignments: Iterable[Assignment]) -> list[Mapping[str, bytes]]:
    """Sources that students were given: the starter of each problem, and what lies in the starter kit."""
    found: list[Mapping[str, bytes]] = []
    for assignment in assignments:
        paths = wanted(assignment)
        found += [
            chosen(read_bundle(blobs.get(row.bundle_version.digest)).starter(), paths)
            for row in assignment.problems
        ]
        if assignment.kit_digest:
            # A kit is an archive that holds a handin, the one that everybody starts from.
            kit = read_handin(blobs.get(assignment.kit_digest), assignment.wanted)
            found.append(chosen(kit.files, paths))
    return found
