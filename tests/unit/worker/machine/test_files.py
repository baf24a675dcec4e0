"""Files in which a machine tells of itself, and those that it lacks."""

from pathlib import Path

from tests.unit.worker.machine.made_up import machine


def test_what_is_not_there_is_none(tmp_path: Path):
    files = machine(tmp_path, {})

    assert files.text("proc/meminfo") is None
    assert files.number("proc/sys/kernel/randomize_va_space") is None
    assert files.field("proc/meminfo", "MemTotal") is None
    assert files.space("dev/shm") is None
    assert not files.has("proc/self/ns/user")


def test_a_folder_where_a_file_should_be_is_none(tmp_path: Path):
    files = machine(tmp_path, {"proc/swaps/odd": ""})

    assert files.text("proc/swaps") is None


def test_a_path_that_no_kernel_takes_is_none(tmp_path: Path):
    files = machine(tmp_path, {})

    assert (files.text("proc/\0"), files.space("proc/\0")) == (None, None)


def test_a_number_is_the_first_word_and_words_are_none(tmp_path: Path):
    files = machine(tmp_path, {"two": "2 7\n", "words": "max 100000", "empty": "", "odd": "²"})

    assert [files.number(name) for name in ("two", "words", "empty", "odd")] == [2, None, None, None]


def test_a_field_is_found_by_its_key(tmp_path: Path):
    files = machine(tmp_path, {"status": "Name:\tpython\nCapEff:\t00ff\nSeccomp:\t2\n"})

    assert files.field("status", "Seccomp") == "2"
    assert files.field("status", "Secc") is None


def test_bytes_that_are_no_text_are_read_all_the_same(tmp_path: Path):
    (tmp_path / "environ").write_bytes(b"A=\xff\0container=lxc\0")

    assert "container=lxc" in (machine(tmp_path, {}).text("environ") or "")
