"""The rules of the house that no linter knows."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text()
SOURCES = ("api", "worker", "graders", "deploy")


def tracked(*patterns: str) -> list[Path]:
    """Files of the checkout that match, ignored ones left out."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "--", *patterns],
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return [path for line in listed.stdout.splitlines() if (path := ROOT / line).is_file()]


def test_no_module_is_longer_than_300_lines():
    lengths = {path: len(path.read_text().splitlines()) for path in tracked("*.py")}
    assert len(lengths) > 100
    assert {path: n for path, n in lengths.items() if n > 300} == {}


def test_no_module_is_named_after_nothing():
    banned = {"utils", "util", "helpers", "helper", "common", "misc", "manager"}
    assert [path for path in tracked("*.py") if path.stem in banned] == []


def test_every_module_opens_with_what_it_is():
    silent = [
        path for folder in SOURCES for path in tracked(f"{folder}/**.py") if not opens_with_docstring(path)
    ]
    assert silent == []


def opens_with_docstring(path: Path) -> bool:
    """Whether the first thing in the file, a line that names its interpreter aside, is its docstring."""
    return re.match(r'(#!.*\n)?\s*r?"""', path.read_text()) is not None


def test_what_samples_share_with_each_other_or_the_reference_is_written_once():
    rooms, parts = ("problems", "assignments"), ("reference", "starter", "samples")
    homes: dict[bytes, list[tuple[str, ...]]] = {}
    for path in tracked(*(f"{room}/*/{part}/**" for room in rooms for part in parts)):
        homes.setdefault(path.read_bytes(), []).append(path.relative_to(ROOT).parts[:2])
    assert len(homes) > 100
    # Two problems may hold the same: a bundle is packed and travels alone. An assignment takes from both.
    assert [
        found
        for found in homes.values()
        if len(set(found)) < len(found) or len({room for room, _ in found}) > 1
    ] == []


def test_the_import_contracts_hold():
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


def test_no_file_names_a_package_registry():
    hosts = re.compile(r"pypi[.]org|files[.]pythonhosted|registry[.]npmjs|deb[.]debian")
    named = [
        path
        for path in tracked()
        if "vendor" not in path.parts and hosts.search(path.read_text(errors="replace"))
    ]
    assert named == []


def test_every_locked_package_has_its_hash():
    for lock in ("requirements.lock", "requirements-dev.lock", "deploy/runtimes/numpy.lock"):
        text = (ROOT / lock).read_text()
        packages = re.findall(r"^[a-z0-9][^\s=]*==", text, re.MULTILINE)
        assert packages
        assert len(re.findall(r"^[a-z0-9].*\\\n +--hash=", text, re.MULTILINE)) == len(packages)


def test_the_architecture_fits_a_screen():
    assert len((ROOT / "ARCHITECTURE.md").read_text().splitlines()) <= 60


@pytest.mark.parametrize("document", ["ARCHITECTURE.md", "README.md", "DECISIONS.md", "OPERATING.md"])
def test_every_path_that_a_document_names_is_there(document: str):
    named = re.findall(
        r"`((?:api|worker|graders|deploy|tests|migrations)/[\w/.]+)`", (ROOT / document).read_text()
    )
    assert [path for path in named if not (ROOT / path).exists()] == []


@pytest.mark.parametrize("command", sorted(set(re.findall(r"(?:^|`)make (\w+)", README, re.MULTILINE))))
def test_the_readme_names_only_commands_that_exist(command):
    assert re.search(rf"^{command}:", (ROOT / "Makefile").read_text(), re.MULTILINE)
