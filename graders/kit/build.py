"""Puts a starter kit together."""

from collections.abc import Mapping
from pathlib import Path

from graders import inside
from graders.archive import write_tar
from graders.assignment import Assignment
from graders.bundle import Bundle
from graders.bundle.bundle import VISIBLE
from graders.bundle.tree import folder
from graders.kit.outline import kit_outline
from graders.kit.readme import readme
from graders.kit.tarball import tarball_script

HERE = Path(__file__).parent
PACKAGES = ("autograder", "submission")
SUBMIT = "submit.py"
TARBALL = "create_tarball.sh"
LENT = ("differences.py", "loans.py", "listed.py", "rounds.py")
"""The parts of what runs in a box that run at home as well."""


def build_kit(assignment: Assignment, cases: Mapping[str, bytes]) -> bytes:
    """A tar of everything that a student needs, in a folder named by the assignment's slug.

    cases: problem slug → what `public_cases` gave, for every problem that is not written. The same
    assignment and cases give the same bytes. Where to hand in is added by `with_address` when a student
    downloads it.
    """
    files = {
        "README.md": readme(assignment).encode(),
        "handout.md": assignment.handout.encode(),
        TARBALL: tarball_script(assignment),
        "autograder/kit.json": kit_outline(assignment),
        **_programs(),
        **assignment.starter(),
        **assignment.kit(),
    }
    for bundle in assignment.bundles:
        files[f"handouts/{bundle.problem.slug}.md"] = bundle.handout.encode()
        if not bundle.problem.is_written:
            files |= _of_problem(bundle, cases[bundle.problem.slug])
    root = assignment.slug
    return write_tar({f"{root}/{path}": data for path, data in files.items()}, [f"{root}/{TARBALL}"])


def _programs() -> dict[str, bytes]:
    """What is the same in every kit."""
    files = {SUBMIT: (HERE / SUBMIT).read_bytes()}
    for package in PACKAGES:
        files |= {
            f"{package}/{path.name}": path.read_bytes() for path in sorted((HERE / package).glob("*.py"))
        }
    lent = {f"autograder/{name}": Path(inside.__file__).with_name(name).read_bytes() for name in LENT}
    return {path: data.replace(b"from graders.inside.", b"from .") for path, data in (files | lent).items()}


def _of_problem(bundle: Bundle, cases: bytes) -> dict[str, bytes]:
    slug = bundle.problem.slug
    files = {f"autograder/problems/{slug}/cases.npz": cases}
    if VISIBLE in bundle.files:
        files[f"autograder/problems/{slug}/{VISIBLE}"] = bundle.files[VISIBLE]
    data = folder(bundle.files, "data")
    return files | {f"autograder/problems/{slug}/data/{path}": content for path, content in data.items()}
