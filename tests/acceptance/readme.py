"""The README's commands, run as a reader would: word for word, with the words in capitals filled in."""

import json
import os
import re
import subprocess
from pathlib import Path
from typing import Any

README = Path(__file__).parents[2] / "README.md"
OPERATING = README.with_name("OPERATING.md")
WHOLE = re.DOTALL | re.MULTILINE


def blocks(section: str, document: Path = README) -> list[str]:
    """The shell blocks of a section, by its title."""
    found = re.search(rf"^## {re.escape(section)}\n(.*?)(?=^## )", document.read_text(), WHOLE)
    assert found, f"{document.name} has no section {section!r}."
    return re.findall(r"^```sh\n(.*?)^```", found[1], WHOLE)


def command(section: str, holding: str) -> str:
    """The one command of a section that holds these words, with the lines that it goes on in."""
    lines = "".join(blocks(section)).replace("\\\n", " ").splitlines()
    # `holding` ends a word: the command for a version is none of those for what belongs to it.
    found = [line for line in lines if re.search(rf"{re.escape(holding)}(?![\w/])", line)]
    assert len(found) == 1, (holding, found)
    return found[0]


class Reader:
    """Somebody with a terminal, a folder, and the README."""

    def __init__(self, folder: Path, server: str) -> None:
        self.folder = folder
        self.words = {"SERVER": server, "HOME": str(folder)}
        folder.mkdir(parents=True, exist_ok=True)
        # A refusal is still printed; that it was one is told by the exit status.
        (folder / ".curlrc").write_text("silent\nshow-error\nfail-with-body\nnoproxy = *\nmax-time = 120\n")

    def run(self, script: str, *, refused: bool = False) -> str:
        """What the commands print."""
        done = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", script],
            cwd=self.folder, env=os.environ | self.words, capture_output=True, text=True, timeout=180,
            check=False,
        )  # fmt: skip
        assert (done.returncode != 0) is refused, f"{script}\n{done.stdout}\n{done.stderr}"
        return done.stdout

    def ask(self, section: str, holding: str, *, refused: bool = False) -> Any:
        """The JSON that a command of the README prints."""
        return json.loads(self.run(command(section, holding), refused=refused))
