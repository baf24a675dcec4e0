"""A new column that names a file must be verified too."""

from api.db.base import Base
from api.db.models import Assignment, BundleVersion, Submission

NAMED = {
    BundleVersion.__table__.c.digest,
    Assignment.__table__.c.kit_digest,
    Submission.__table__.c.digest,
    Submission.__table__.c.archive_digest,
}


def test_every_column_with_a_digest_names_a_file_or_digests_a_token() -> None:
    found = {
        column
        for table in Base.metadata.tables.values()
        for column in table.c
        if "digest" in column.name and column.name != "token_digest"
    }
    assert found == NAMED
