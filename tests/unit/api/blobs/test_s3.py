"""Where objects are looked for. What the store does is held by a real server, in tests/integration."""

import pytest

from api.blobs.s3 import S3BlobStore, S3Place

DIGEST = "ab" * 32
OBJECT = f"ab/{DIGEST}"


@pytest.mark.parametrize(
    ("place", "address"),
    [
        (S3Place("files", region="eu-north-1"), f"https://files.s3.eu-north-1.amazonaws.com/{OBJECT}"),
        (S3Place("files", "a/b"), f"https://files.s3.us-east-1.amazonaws.com/a/b/{OBJECT}"),
        (S3Place("the.files"), f"https://s3.us-east-1.amazonaws.com/the.files/{OBJECT}"),
        (S3Place("files", "a", "http://s3.lan:8333"), f"http://s3.lan:8333/files/a/{OBJECT}"),
    ],
    ids=["aws", "prefix", "dot", "elsewhere"],
)
def test_aws_has_a_host_for_each_bucket_and_others_a_path(place: S3Place, address: str) -> None:
    store = S3BlobStore(S3Place(place.bucket, place.prefix, place.endpoint, place.region, "id", "key"))
    link = store.link(DIGEST, 60)
    assert link is not None
    assert link.split("?")[0] == address
    assert "X-Amz-Expires=60&" in link


def test_a_key_is_not_shown() -> None:
    assert "a secret" not in repr(S3Place("files", key_id="id", key="a secret"))
