"""Bundles: read from a folder or an archive, packed to the same bytes, made into handins and exercises."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from graders.bundle import read_bundle, read_bundle_folder
from graders.errors import BundleRefused
from tests.unit.graders.archives import PACKERS, tar
from tests.unit.graders.bundles import FILES, MANIFEST, write_tree


@pytest.fixture
def bundle():
    return read_bundle(tar(FILES))


def test_a_bundle_packs_to_the_same_bytes_and_digest_wherever_it_was_read(bundle, tmp_path):
    write_tree(tmp_path, {**FILES, "__pycache__/exercise.pyc": b"", ".DS_Store": b""})
    from_folder = read_bundle_folder(tmp_path)
    assert from_folder == bundle
    assert from_folder.pack() == bundle.pack()
    assert read_bundle(bundle.pack()).digest == bundle.digest


@pytest.mark.parametrize("packing", PACKERS)
def test_every_packing_and_a_folder_around_it_give_the_same_bundle(packing, bundle):
    around = {f"batchnorm-v2/{path}": data for path, data in FILES.items()}
    assert read_bundle(PACKERS[packing](around)).digest == bundle.digest


def test_one_changed_byte_is_another_bundle(bundle):
    assert read_bundle(tar({**FILES, "data/x.npy": b"other"})).digest != bundle.digest


def test_overlays_make_whole_handins(bundle):
    assert bundle.reference() == {"code/layer.py": b"right", "code/other.py": b"same"}
    assert bundle.starter() == {"code/layer.py": b"start"}
    assert bundle.misconception("off-by-one") == {"code/layer.py": b"wrong", "code/other.py": b"same"}


def test_an_edit_makes_a_whole_handin_of_the_reference(bundle):
    assert bundle.misconception("one-word-off") == {"code/layer.py": b"right", "code/other.py": b"other"}
    assert bundle.reference()["code/other.py"] == b"same"
    with pytest.raises(KeyError):
        bundle.misconception("unheard-of")


def test_edits_follow_one_another_in_the_files_that_the_folder_lays_over_the_reference():
    edit = b'\n[[misconceptions.edits]]\nfile = "code/other.py"\nfind = "other"\nput = "a third"\n'
    files = {
        **FILES,
        "problem.toml": MANIFEST.replace(b'put = "other"', b'put = "other"' + edit),
        "misconceptions/one-word-off/code/other.py": "Übung: not the same".encode(),
    }
    made = read_bundle(tar(files)).misconception("one-word-off")
    assert made == {"code/layer.py": b"right", "code/other.py": "Übung: not the a third".encode()}


def test_samples_are_made_of_base_removals_and_their_own_files(bundle):
    assert bundle.sample("full-marks") == bundle.reference()
    assert bundle.sample("half-done") == {"code/layer.py": b"start", "notes.txt": b"half"}
    assert bundle.sample("no-file") == {"code/other.py": b"same"}
    assert bundle.sample("blank") == {"notes.txt": b"nothing"}
    with pytest.raises(KeyError):
        bundle.sample("unheard-of")


def test_a_box_that_runs_visible_checks_gets_no_hidden_source(bundle):
    visible, hidden = bundle.exercise(), bundle.exercise(hidden=True)
    assert "def forward" in visible.source
    assert "secret" not in visible.source
    assert "secret" in hidden.source
    assert visible.path == ("code",)
    assert visible.aliases == {"code/layer.py": ("code/layers.py",)}
    assert visible.files == {"x.npy": b"data"}
    assert [check.name for check in bundle.checks(hidden=True)] == ["secret"]


def test_the_handout_is_text(bundle):
    assert bundle.handout == "# Übung\n"


def test_extending_lays_shared_code_under_the_bundles_own(tmp_path):
    own = {path: data for path, data in FILES.items() if path != "reference/code/other.py"}
    manifest = b'extends = "../../shared"\n' + MANIFEST
    write_tree(tmp_path / "problems/one", {**own, "problem.toml": manifest})
    write_tree(
        tmp_path / "shared",
        {"reference/code/other.py": b"same", "reference/code/layer.py": b"under", "handout.md": b"!"},
    )
    bundle = read_bundle_folder(tmp_path / "problems/one")
    assert bundle == read_bundle(tar(FILES))
    assert bundle.problem.extends == ""
    assert read_bundle(bundle.pack()) == bundle


def test_extending_nothing_is_refused(tmp_path):
    write_tree(tmp_path, {**FILES, "problem.toml": b'extends = "../nowhere"\n' + MANIFEST})
    with pytest.raises(BundleRefused, match=r"extends: '../nowhere' holds neither reference/ nor starter/"):
        read_bundle_folder(tmp_path)


def test_an_archive_cannot_extend_what_it_does_not_hold():
    with pytest.raises(BundleRefused, match="is not in the archive"):
        read_bundle(tar({**FILES, "problem.toml": b'extends = "../../etc"\n' + MANIFEST}))


def test_an_unsafe_archive_is_refused_by_its_member():
    with pytest.raises(BundleRefused, match=r"`\.\./evil` points outside"):
        read_bundle(tar({**FILES, "../evil": b""}))


def test_a_bundle_cannot_be_changed(bundle):
    with pytest.raises(TypeError):
        bundle.files["handout.md"] = b""


def test_bundles_can_be_read_by_many_threads_at_once(bundle):
    packed = bundle.pack()
    with ThreadPoolExecutor(8) as pool:
        digests = {read.digest for read in pool.map(read_bundle, [packed] * 64)}
    assert digests == {bundle.digest}
