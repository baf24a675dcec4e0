"""What was read of an upload: which files, what was dropped as noise, the digest, and what is missing."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from api.db.models import Submission
from api.submissions.files import address_of
from graders.handin import Handin
from graders.problem import Problem


@dataclass(frozen=True)
class ReceiptView:
    """What a student checks before and after handing in. files: (path, bytes) each.

    address: below which each file is found, once it is handed in.
    """

    archive: str
    digest: str
    files: Sequence[tuple[str, int]]
    notes: Sequence[str]
    missing: list[str]
    address: str = ""

    @classmethod
    def of(cls, row: Submission) -> "ReceiptView":
        """The receipt of a handin that counts."""
        problems = [grading.bundle_version.described for grading in row.gradings]
        absent, address = missing(row.files, problems), address_of(row, "")
        return cls(row.archive_name, row.digest, row.files, row.notes, absent, address)

    @classmethod
    def preview(cls, archive: str, handin: Handin, problems: Iterable[Problem]) -> "ReceiptView":
        """What would be read of a file, were it handed in."""
        files = [(path, len(content)) for path, content in handin.files.items()]
        return cls(archive, handin.digest, files, handin.notes, missing(files, problems))


def missing(files: Sequence[tuple[str, int]], problems: Iterable[Problem]) -> list[str]:
    """List the files that problems ask for and that are absent under all the names accepted for them."""
    held = {path for path, _ in files}
    asked = {path: {path, *problem.aliases.get(path, ())} for problem in problems for path in problem.files}
    return [path for path, names in asked.items() if held.isdisjoint(names)]
