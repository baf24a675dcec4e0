"""A short run of what `make fuzz` does ten thousand times, always with the same examples."""

import subprocess
from pathlib import Path

import pytest

from tests.fuzz.run import fuzz_bundles, fuzz_sources, fuzz_streams, fuzz_uploads
from tests.fuzz.watching import watching


def test_a_malformed_upload_is_a_receipt_or_a_refusal(tmp_path):
    assert "422" in fuzz_uploads(150, tmp_path)


def test_a_malformed_stream_of_frames_is_a_report_and_earns_nothing(tmp_path):
    assert "nonsense" in fuzz_streams(100, tmp_path)


def test_a_malformed_bundle_is_a_problem_or_a_refusal(tmp_path):
    assert "refused" in fuzz_bundles(200, tmp_path)


def test_a_malformed_source_is_compared_within_its_bounds(tmp_path):
    assert "shared something" in fuzz_sources(100, tmp_path)


@pytest.mark.parametrize(
    "deed",
    [
        lambda place: place.write_text("x"),
        lambda place: place.mkdir(),
        lambda place: place.symlink_to("/etc/passwd"),
        lambda place: subprocess.run(["true"]),
    ],
)
def test_a_write_outside_or_a_process_would_be_seen(tmp_path: Path, deed):
    inside = tmp_path / "inside"
    inside.mkdir()
    with watching(inside) as watch, pytest.raises(AssertionError), watch.one():
        deed(tmp_path / "outside")


def test_files_of_the_server_are_no_writes_outside(tmp_path: Path):
    with watching(tmp_path) as watch, watch.one():
        (tmp_path / "new").write_text("x")
        (tmp_path / "new").rename(tmp_path / "newer")

    assert watch.seen == []


def test_memory_beyond_the_bound_would_be_seen(tmp_path: Path):
    with pytest.raises(AssertionError, match="grew by"), watching(tmp_path):
        bytearray(400 << 20)
