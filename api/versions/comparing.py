"""One version beside another, as it is told."""

from api.blobs import BlobStore
from api.db.models import BundleVersion
from api.versions.differences import MOST_FILES, MOST_WORDS, count_changed, file_changes, word_changes
from api.versions.schemas import DiffView, FileChange, WordChange
from graders.bundle import read_bundle


def compare(blobs: BlobStore, before: BundleVersion | None, after: BundleVersion) -> DiffView:
    """How one version differs from another, or from nothing."""
    old = read_bundle(blobs.get(before.digest)).files if before else {}
    new = read_bundle(blobs.get(after.digest)).files
    words = word_changes(before.described if before else None, after.described)
    changed = count_changed(old, new)
    left_out = [
        f"{count - most} more {what}"
        for count, most, what in ((len(words), MOST_WORDS, "words"), (changed, MOST_FILES, "files"))
        if count > most
    ]
    return DiffView(
        before=before.number if before else None,
        after=after.number,
        words=[
            WordChange(word=each.word, before=each.before, after=each.after) for each in words[:MOST_WORDS]
        ],
        files=[
            FileChange(
                path=each.path,
                change=each.change,
                bytes_before=each.bytes_before,
                bytes_after=each.bytes_after,
                diff=each.diff,
                note=each.note,
            )
            for each in file_changes(old, new)
        ],
        note=f"Left out: {' and '.join(left_out)}." if left_out else "",
    )
