"""Honest handins: every packing, what real students' archives carry, and the canonical form."""

import dataclasses
import tarfile

import pytest

from graders.errors import GraderFault, HandinRefused
from graders.handin import Handin, read_handin
from tests.unit.graders.archives import HW1, PACKERS, WANTED, special, tar, tar_of


@pytest.mark.parametrize("packing", PACKERS)
def test_the_same_files_are_the_same_handin_in_every_packing(packing):
    handin = read_handin(PACKERS[packing](HW1), WANTED)
    assert handin.files == HW1
    assert handin.notes == ()
    assert handin.digest == Handin(HW1).digest


def test_the_order_of_members_does_not_change_the_digest():
    assert read_handin(tar(reversed(HW1.items()))).digest == read_handin(tar(HW1)).digest


def test_another_byte_or_name_changes_the_digest():
    digests = {
        Handin(files).digest for files in (HW1, {**HW1, "a": b""}, {**HW1, "a": b"1"}, {**HW1, "b": b"1"})
    }
    assert len(digests) == 4


def test_a_packed_handin_unpacks_to_the_same_one():
    handin = Handin(HW1, ("a note",))
    assert Handin.unpack(handin.pack()) == handin
    assert Handin.unpack(handin.pack()).digest == handin.digest


def test_a_damaged_packed_handin_is_our_fault():
    with pytest.raises(GraderFault, match="stored handin"):
        Handin.unpack(b"\x81\xa1")


def test_a_handin_cannot_be_changed():
    handin = Handin(dict(HW1))
    with pytest.raises(dataclasses.FrozenInstanceError):
        handin.files = {}
    with pytest.raises(TypeError):
        handin.files["hw1/mc.py"] = b""


def test_a_leading_dot_folder_is_no_part_of_a_path():
    handin = read_handin(tar({f"./{name}": data for name, data in HW1.items()}), WANTED)
    assert handin.files == HW1
    assert handin.notes == ()


def test_members_for_folders_are_passed_over():
    folders = [special(name, tarfile.DIRTYPE) for name in ("./", "hw1/", "mytorch")]
    files = [(tarfile.TarInfo(name), data) for name, data in HW1.items()]
    assert read_handin(tar_of(folders + files), WANTED).files == HW1


@pytest.mark.parametrize("around", ["handin/", "jdoe/deep/handin/"])
def test_a_folder_around_the_handin_is_taken_off_and_noted(around):
    files = {around + name: data for name, data in HW1.items()}
    handin = read_handin(tar(files), WANTED)
    assert handin.files == HW1
    assert handin.notes == (f"Read from the folder `{around}`.",)


def test_the_root_is_where_most_wanted_files_lie():
    files = {f"mine/{name}": data for name, data in HW1.items()}
    handin = read_handin(tar({**files, "old/hw1/mc.py": b"", "readme.txt": b"hello"}), WANTED)
    assert handin.files == HW1
    assert handin.notes[1] == "Left out 2 outside it, such as `old/hw1/mc.py`."


def test_two_folders_that_fit_alike_are_refused():
    files = {f"{folder}/{name}": data for folder in ("a", "b") for name, data in HW1.items()}
    with pytest.raises(HandinRefused, match="Both `a/` and `b/` look like the one to read"):
        read_handin(tar(files), WANTED)


def test_a_copy_kept_inside_the_handin_does_not_move_its_root():
    files = {**HW1, **{f"backup/{name}": b"old" for name in HW1}}
    assert read_handin(tar(files), WANTED).files == files


def test_without_wanted_files_a_single_folder_around_all_is_taken_off():
    assert read_handin(tar({"top/a.py": b"1", "top/sub/b.py": b"2"})).files == {
        "a.py": b"1",
        "sub/b.py": b"2",
    }


def test_a_folder_that_belongs_to_the_handin_is_not_taken_off():
    files = {"mytorch/other.py": b""}
    assert read_handin(tar(files), WANTED).files == files


NOISE = {
    "__pycache__": "mytorch/__pycache__/linear.cpython-311.pyc",
    "*.pyc": "mytorch/linear.pyc",
    ".DS_Store": "hw1/.DS_Store",
    "._*": "hw1/._hw1.py",
    "__MACOSX": "__MACOSX/hw1/._hw1.py",
    ".idea": ".idea/workspace.xml",
    ".vscode": ".vscode/settings.json",
    ".git": ".git/objects/ab/cdef",
    ".ipynb_checkpoints": "hw1/.ipynb_checkpoints/plot-checkpoint.ipynb",
    "Thumbs.db": "hw1/Thumbs.db",
    ".venv": ".venv/lib/python3.11/site-packages/numpy/__init__.py",
    "Icon\\r": "hw1/Icon\r",
}


@pytest.mark.parametrize("pattern", NOISE)
@pytest.mark.parametrize("pack", [PACKERS["gnu"], PACKERS["zip"]], ids=["tar", "zip"])
def test_noise_is_left_out_and_noted(pattern, pack):
    handin = read_handin(pack({**HW1, NOISE[pattern]: b"noise"}), WANTED)
    assert handin.files == HW1
    assert handin.notes == (f"Left out what is no part of the work (1 in all): `{pattern}`.",)


def test_plots_and_notes_beside_the_code_stay():
    files = {**HW1, "hw1/loss.png": b"\x89PNG", "hw1/Übung 1.pdf": b"%PDF", "hw1/Shot 3.45\u202fPM.png": b""}
    assert read_handin(tar(files), WANTED).files == files


def test_a_virtual_environment_of_any_name_is_left_out_with_its_links():
    environment = [
        (tarfile.TarInfo("env/pyvenv.cfg"), b"home = /usr/bin"),
        special("env/bin/python", tarfile.SYMTYPE, "/usr/bin/python3"),
        (tarfile.TarInfo("env/lib/module.py"), b""),
    ]
    files = [(tarfile.TarInfo(name), data) for name, data in HW1.items()]
    handin = read_handin(tar_of(files + environment), WANTED)
    assert handin.files == HW1
    assert handin.notes == ("Left out what is no part of the work (3 in all): `venv`.",)


def test_links_inside_noise_do_no_harm():
    files = [(tarfile.TarInfo(name), data) for name, data in HW1.items()]
    link = special(".venv/bin/python", tarfile.SYMTYPE, "/usr/bin/python3")
    assert read_handin(tar_of([*files, link]), WANTED).files == HW1


def test_names_are_normalized_so_that_macos_and_linux_agree():
    assert list(read_handin(tar({"cafe\u0301.py": b"", "b": b""})).files) == ["b", "caf\u00e9.py"]


def test_an_archive_of_nothing_but_noise_is_refused_with_what_it_held():
    with pytest.raises(HandinRefused, match=r"no files to grade.*`\.DS_Store`.*Pack your work"):
        read_handin(tar({".DS_Store": b""}))
