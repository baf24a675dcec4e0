"""The token that proves who hands in: given, remembered, or made from an e-mail address and a password."""

from __future__ import annotations

import json
import os
import platform
import sys
from getpass import getpass
from pathlib import Path
from urllib.parse import urlsplit

from .server import Server
from .trouble import Refused, Trouble

LOCAL = ("localhost", "127.0.0.1", "::1")
VARIABLE = "ALLCLOSE_TOKEN"


def given_token(option: str) -> str:
    """The token of the option, or of the environment; "" where there is none."""
    return option or os.environ.get(VARIABLE, "")


def remembered_token(server: Server) -> str:
    """The token that was made for this server earlier; "" where there is none."""
    return _remembered().get(server.address, "")


def forget_token(server: Server) -> None:
    """Forget a token that the server no longer takes."""
    _write({address: token for address, token in _remembered().items() if address != server.address})


def make_token(server: Server) -> str:
    """Ask for e-mail and password, once, and remember the token that the server gives for them."""
    if not sys.stdin.isatty():
        raise Trouble(f"No token: set {VARIABLE} or pass --token, or run this in a terminal to sign in.")
    print(f"Sign in to {server.address}; this is needed once on this machine.")
    if urlsplit(server.address).scheme == "http" and urlsplit(server.address).hostname not in LOCAL:
        print("Beware: the address begins with http://, so others may read your password on its way.")
    name = f"submit.py on {platform.node() or 'a computer'}"
    form = {"email": input("E-mail: ").strip(), "password": getpass("Password: "), "name": name}
    try:
        told = server.post("/tokens", json.dumps(form).encode(), {"Content-Type": "application/json"})
    except Refused as refusal:
        raise Refused(refusal.status, f"You are not signed in: {refusal}") from refusal
    token = str(told["token"])
    _write({**_remembered(), server.address: token})
    print(f"Signed in. The token is kept in {_file()}.\n")
    return token


def _file() -> Path:
    if sys.platform == "win32":
        folder = Path(os.environ.get("APPDATA", str(Path.home())))
    else:
        folder = Path(os.environ.get("XDG_CONFIG_HOME", str(Path.home() / ".config")))
    return folder / "allclose" / "tokens.json"


def _remembered() -> dict[str, str]:
    try:
        told = json.loads(_file().read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return {str(address): str(token) for address, token in told.items()} if isinstance(told, dict) else {}


def _write(tokens: dict[str, str]) -> None:
    """Write the file anew, readable by nobody else from its first byte on."""
    file = _file()
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        fresh = file.with_name("tokens.new")
        fresh.unlink(missing_ok=True)
        descriptor = os.open(str(fresh), os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as out:
            json.dump(tokens, out, indent=2)
        fresh.replace(file)
    except OSError as error:
        print(f"The token cannot be kept in {file}: {error}. You will be asked again.", file=sys.stderr)
