"""The command line: find out where and who, send, watch, print."""

from __future__ import annotations

import argparse
import json
import sys
from typing import Any

from .events import wait
from .packing import ROOT, read_handin
from .progress import Progress
from .result import result_lines
from .sending import send
from .server import Server
from .tokens import VARIABLE, forget_token, given_token, make_token, remembered_token
from .trouble import Refused, Trouble

NOT_SIGNED_IN = 401


def main(arguments: list[str]) -> int:
    """Hand in. Returns 0 when it was graded, whatever the score, and 1 when it was not."""
    reconfigure = getattr(sys.stdout, "reconfigure", None)
    if reconfigure:  # consoles that lack a letter show a stand-in rather than fail
        reconfigure(errors="replace")
    try:
        return _hand_in(_parse(arguments))
    except Trouble as trouble:
        print(f"\n{trouble}", file=sys.stderr)
    except KeyboardInterrupt:
        print("\nStopped. What was uploaded already will be graded all the same.", file=sys.stderr)
    return 1


def _parse(arguments: list[str]) -> argparse.Namespace:
    address = _address()
    parser = argparse.ArgumentParser(
        "submit.py", description="Hands in your work and shows how it is graded."
    )
    parser.add_argument(
        "handin", nargs="?", default="", help="a tar or zip; without one, this folder is packed"
    )
    for name in ("server", "course", "assignment"):
        parser.add_argument(
            f"--{name}", default=address.get(name, ""), help=f"default: {address.get(name, 'none')}"
        )
    parser.add_argument("--token", default="", help=f"a token of yours; or set {VARIABLE}")
    told = parser.parse_args(arguments)
    for name in ("server", "course", "assignment"):
        if not getattr(told, name):
            parser.error(f"--{name} is needed, since there is no allclose.json beside submit.py that says it")
    return told


def _address() -> dict[str, str]:
    try:
        told = json.loads((ROOT / "allclose.json").read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        raise Trouble(f"allclose.json cannot be read: {error}.") from error
    return {name: str(value) for name, value in told.items()}


def _hand_in(told: argparse.Namespace) -> int:
    name, archive = read_handin(told.handin, *_work())
    server = Server(told.server)
    receipt = _send(server, told, name, archive)
    print(f"Handed in as number {receipt.get('number', '?')}; receipt {receipt['id']}.", flush=True)
    for note in receipt.get("notes") or []:
        print(f"  {note}")
    progress = Progress()
    submission = wait(server, str(receipt["id"]), progress.tell)
    progress.end()
    print("\n" + "\n".join(result_lines(submission)))
    return 0 if submission["state"] in ("graded", "review") else 1


def _send(server: Server, told: argparse.Namespace, name: str, archive: bytes) -> Any:
    """Upload with the token at hand; one that is remembered and no longer holds is made anew, once."""
    given = given_token(told.token)
    server.token = given or remembered_token(server) or make_token(server)
    try:
        return send(server, told.course, told.assignment, name, archive)
    except Refused as refusal:
        if refusal.status != NOT_SIGNED_IN or given:
            raise
    forget_token(server)
    server.token = ""
    server.token = make_token(server)
    return send(server, told.course, told.assignment, name, archive)


def _work() -> tuple[list[str], list[list[str]]]:
    """What the kit says to pack: its folders and files, and the written answers by all of their names."""
    try:
        told = json.loads((ROOT / "autograder" / "kit.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return [], []
    return told["handin"], told.get("answers", [])
