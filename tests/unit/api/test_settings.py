"""The server's settings: from variables, or from files where they are secret."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from pydantic import ValidationError

from api.settings import Settings

ASK = "from api.settings import Settings; s = Settings(); print(s.database, s.secret == 'ab' * 32)"


def test_a_secret_may_lie_in_a_file_named_by_its_variable(tmp_path: Path):
    (tmp_path / "allclose_database").write_text("postgresql://db/allclose\n")
    (tmp_path / "allclose_secret").write_text("ab" * 32)
    environment = {**os.environ, "ALLCLOSE_SECRETS": str(tmp_path)}

    done = subprocess.run([sys.executable, "-c", ASK], env=environment, capture_output=True, text=True)

    assert done.stdout == "postgresql://db/allclose True\n", done.stderr


@pytest.mark.parametrize("secret", ["ab", "g" * 64, "AB" * 32])
def test_a_secret_that_is_not_64_hexadecimal_digits_is_refused(secret: str):
    with pytest.raises(ValidationError, match="secret"):
        Settings(secret=secret)


def test_what_is_secret_is_not_shown():
    shown = repr(Settings(secret="ab" * 32, broker="redis://:word@host", s3_key="word"))

    assert "word" not in shown
    assert "abab" not in shown
