"""The server's own secret: drawn at the first start, kept in its data folder, never a constant."""

import os
import secrets
from contextlib import suppress
from pathlib import Path

from api.settings import Settings

_NAME = "secret"


def secret_of(settings: Settings) -> bytes:
    """The secret that the settings name, or else this machine's own."""
    return bytes.fromhex(settings.secret) if settings.secret else read_secret(settings.data)


def read_secret(folder: Path) -> bytes:
    """The 32 bytes that only this server knows; made, readable by its owner alone, when there are none."""
    path = folder / _NAME
    folder.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        write_secret(path, secrets.token_hex(32))
    return bytes.fromhex(path.read_text())


def write_secret(path: Path, secret: str) -> None:
    """Write a secret, readable by its owner alone from its first moment on; one that is there stays.

    Written beside and then linked: of two servers that start at once, both read the same secret.
    """
    draft = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w") as file:
        file.write(secret)
        file.flush()
        os.fsync(handle)
    with suppress(FileExistsError):
        os.link(draft, path)
    draft.unlink()
