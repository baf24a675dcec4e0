"""What every store of blobs promises, held by files and by a real S3 server."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

import httpx2
import obstore
import pytest

from api.blobs import BlobDamaged, BlobMissing, BlobsAway, BlobsRefused, BlobStore, FileBlobStore, digest_of
from api.blobs.open import open_blobs, prepare_blobs
from api.blobs.s3 import S3BlobStore
from api.settings import Settings
from tests.fixtures.ports import free_port
from tests.fixtures.s3 import KEY, KEY_ID, S3

pytestmark = pytest.mark.xdist_group("servers")  # one server for all of them


@dataclass(frozen=True)
class Kept:
    """A store. spoil: puts bytes where a blob lies, behind its back."""

    blobs: BlobStore
    spoil: Callable[[str, bytes], object]


@pytest.fixture(params=["files", "s3"])
def kept(request: pytest.FixtureRequest, tmp_path: Path) -> Kept:
    if request.param == "files":
        return in_files(tmp_path / "blobs")
    server: S3 = request.getfixturevalue("s3")
    bucket = server.bucket()
    behind = server.store(bucket)
    return Kept(
        S3BlobStore(server.place(bucket)),
        lambda digest, data: obstore.put(behind, f"files/{digest[:2]}/{digest}", data),
    )


def in_files(folder: Path) -> Kept:
    def spoil(digest: str, data: bytes) -> None:
        path = folder / digest[:2] / digest
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(data)

    return Kept(FileBlobStore(folder), spoil)


@pytest.mark.parametrize("data", [b"handin", b"", b"large" * 3_000_000], ids=["small", "empty", "large"])
def test_bytes_come_back_by_their_digest(kept: Kept, data: bytes) -> None:
    digest = kept.blobs.put(data)
    assert digest == digest_of(data)
    assert kept.blobs.get(digest) == data


def test_what_is_there_is_not_sent_again(kept: Kept) -> None:
    digest = kept.blobs.put(b"same")
    kept.spoil(digest, b"what is there")
    assert kept.blobs.put(b"same") == digest
    with pytest.raises(BlobDamaged):
        kept.blobs.get(digest)


def test_whoever_stores_the_same_bytes_at_once_stores_them(kept: Kept) -> None:
    with ThreadPoolExecutor(8) as pool:
        (digest,) = set(pool.map(kept.blobs.put, [b"same"] * 32))
    assert kept.blobs.get(digest) == b"same"
    assert list(kept.blobs.digests()) == [digest]


@pytest.mark.parametrize("digest", ["0" * 64, "", "../../../etc/passwd", "A" * 64, "0" * 63])
def test_what_is_not_stored_is_missing(kept: Kept, digest: str) -> None:
    with pytest.raises(BlobMissing):
        kept.blobs.get(digest)


def test_bytes_that_changed_behind_its_back_are_not_given_out(kept: Kept) -> None:
    digest = kept.blobs.put(b"handin")
    kept.spoil(digest, b"forged")
    with pytest.raises(BlobDamaged, match=digest):
        kept.blobs.get(digest)


def test_everything_stored_is_listed_and_nothing_else(kept: Kept) -> None:
    stored = {kept.blobs.put(f"{n}".encode()) for n in range(30)}
    kept.spoil("notes.txt", b"somebody's own")
    assert sorted(kept.blobs.digests()) == sorted(stored)


def test_files_have_no_door_of_their_own(tmp_path: Path) -> None:
    kept = in_files(tmp_path)
    assert kept.blobs.link(kept.blobs.put(b"handin"), 60) is None


def fetch(link: str | None) -> httpx2.Response:
    """What anybody gets who has the link, and no key."""
    assert link is not None
    return httpx2.get(link, timeout=10, trust_env=False)


def test_a_link_gives_its_bytes_to_whoever_has_it(s3: S3) -> None:
    blobs = S3BlobStore(s3.place(s3.bucket()))
    answer = fetch(blobs.link(blobs.put(b"handin"), 60))
    assert (answer.status_code, answer.content) == (200, b"handin")
    assert KEY not in str(blobs.link(digest_of(b"handin"), 60))


def test_a_link_ends(s3: S3) -> None:
    blobs = S3BlobStore(s3.place(s3.bucket()))
    link = blobs.link(blobs.put(b"handin"), 1)
    time.sleep(2.1)  # a link's moment is given to the second
    assert fetch(link).status_code == 403


def test_a_link_is_good_for_its_own_bytes_and_for_reading_alone(s3: S3) -> None:
    blobs = S3BlobStore(s3.place(s3.bucket()))
    mine, other = blobs.put(b"mine"), blobs.put(b"other")
    link = blobs.link(mine, 60)
    assert link is not None
    turned = link.replace(f"{mine[:2]}/{mine}", f"{other[:2]}/{other}")
    assert turned != link
    assert fetch(turned).status_code == 403
    assert fetch(link.split("?")[0]).status_code == 403
    longer = link.replace("X-Amz-Expires=60", "X-Amz-Expires=6000")
    assert longer != link
    assert fetch(longer).status_code == 403
    assert httpx2.put(link, content=b"forged", timeout=10, trust_env=False).status_code == 403
    assert blobs.get(mine) == b"mine"


def test_a_session_token_of_the_environment_is_not_mixed_with_the_key(
    s3: S3, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = s3.place(s3.bucket())
    monkeypatch.setenv("AWS_SESSION_TOKEN", "another's")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "another's")
    blobs = S3BlobStore(place)
    assert blobs.get(blobs.put(b"handin")) == b"handin"


def settings(server: S3, folder: Path, **changed: str) -> Settings:
    given = {"s3_endpoint": server.endpoint, "s3_key_id": KEY_ID, "s3_key": KEY} | changed
    return Settings(data=folder, **given)


def test_the_settings_say_where_blobs_are_kept(s3: S3, tmp_path: Path) -> None:
    assert isinstance(open_blobs(Settings(data=tmp_path)), FileBlobStore)
    bucket = s3.bucket()
    digest = open_blobs(settings(s3, tmp_path, objects=f"s3://{bucket}/a/b/")).put(b"handin")
    assert obstore.get(s3.store(bucket), f"a/b/{digest[:2]}/{digest}").bytes() == b"handin"
    assert open_blobs(settings(s3, tmp_path, objects=f"s3://{bucket}/a/b")).get(digest) == b"handin"
    with pytest.raises(BlobMissing):
        open_blobs(settings(s3, tmp_path, objects=f"s3://{bucket}")).get("0" * 64)


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"objects": "s3://no-such-bucket"}, "has no bucket 'no-such-bucket'. Make it, or name another"),
        ({"s3_key_id": "nobody"}, "refuses the key .InvalidAccessKeyId.. Give one in ALLCLOSE_S3_KEY_ID"),
        ({"s3_key": "guessed"}, "refuses the key .SignatureDoesNotMatch.. Give one in ALLCLOSE_S3_KEY_ID"),
        ({"objects": "bucket"}, "ALLCLOSE_OBJECTS is 'bucket': say s3://bucket or s3://bucket/prefix"),
        ({"objects": "s3://Bucket_1/x"}, "say s3://bucket or s3://bucket/prefix"),
    ],
    ids=["bucket", "key-id", "key", "address", "name"],
)
def test_what_is_wrong_with_the_settings_is_said_at_the_start(
    s3: S3, tmp_path: Path, changed: dict[str, str], told: str
) -> None:
    bucket = s3.bucket()
    with pytest.raises(BlobsRefused, match=told):
        open_blobs(settings(s3, tmp_path, **({"objects": f"s3://{bucket}"} | changed)))


def test_a_server_of_ones_own_is_given_the_bucket_that_the_settings_name(s3: S3, tmp_path: Path) -> None:
    given = settings(s3, tmp_path, objects="s3://not-made-yet/files")
    with pytest.raises(BlobsRefused, match="has no bucket"):
        open_blobs(given)
    prepare_blobs(given)
    digest = open_blobs(given).put(b"handin")
    prepare_blobs(given)
    assert open_blobs(given).get(digest) == b"handin"
    with pytest.raises(BlobsRefused, match="refuses the key"):
        prepare_blobs(settings(s3, tmp_path, objects="s3://not-made-either", s3_key="guessed"))


def test_a_store_that_does_not_answer_is_opened_and_says_so_when_it_is_used(tmp_path: Path) -> None:
    endpoint = f"http://127.0.0.1:{free_port()}"
    blobs = open_blobs(Settings(data=tmp_path, objects="s3://bucket", s3_endpoint=endpoint, s3_key_id="k"))
    digest = digest_of(b"handin")
    for use in (lambda: blobs.put(b"handin"), lambda: blobs.get(digest), lambda: list(blobs.digests())):
        with pytest.raises(BlobsAway, match=f"The object storage at {endpoint} does not answer") as told:
            use()
        assert not isinstance(told.value, BlobsRefused)
        assert "\n" not in str(told.value)


def test_a_bucket_that_was_removed_is_not_taken_for_a_blob_that_is_missing(s3: S3) -> None:
    place = s3.place(s3.bucket())
    gone = S3BlobStore(replace(place, bucket="never-made"))
    with pytest.raises(BlobsRefused, match="has no bucket"):
        gone.get("0" * 64)
    with pytest.raises(BlobsRefused, match="has no bucket"):
        gone.put(b"handin")
