"""The image of a runtime: a base with Python, the runtime's packages and what of ours runs in a box.

The packages are those of the runtime's environment on this machine, file by file, so that a container
computes with what every other box computes with, and making the image needs no network. An image's name says
what it was made of, so that no container ever runs another version of our code than its supervisor.
"""

import hashlib
import tarfile
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import IO

from worker.sandbox.containers.daemon import Daemon
from worker.sandbox.errors import BoxUnavailable
from worker.sandbox.namespaces.runtime import Runtime
from worker.sandbox.namespaces.view import CHECKOUT, OUR_CODE

DOCKERFILE = CHECKOUT / "deploy" / "docker" / "Dockerfile.runtime"
_TOOLS = ("pip", "setuptools", "pkg_resources", "_distutils_hack", "distutils")
"""What makes an environment and no handin uses."""


def image_name(name: str, runtime: Runtime) -> str:
    """What a runtime's image is called: its tag is a digest of all that it is made of, but for its base."""
    digest = hashlib.sha256(DOCKERFILE.read_bytes())
    digest.update(runtime.packages.parents[2].name.encode())
    for path, file in _our_files():
        digest.update(f"\0{path}\0".encode() + file.read_bytes())
    return f"allclose-runtime-{name}:{digest.hexdigest()[:16]}"


def python_of(runtime: Runtime) -> str:
    """The name of the interpreter in the image: that of the version the packages are for."""
    return runtime.packages.parent.name


def find_image(daemon: Daemon, name: str, runtime: Runtime) -> str:
    """The identifier of a runtime's image. Raises BoxUnavailable with what makes it."""
    try:
        return str(daemon.image(image_name(name, runtime))["Id"])
    except BoxUnavailable as refusal:
        raise BoxUnavailable(f"{refusal} Make it with `allclose image {name}`.") from None


def find_images(daemon: Daemon, runtimes: Mapping[str, Runtime]) -> dict[str, str]:
    """The identifiers of the images there are, by runtime. Raises BoxUnavailable where there is none."""
    found, refusals = {}, []
    for name, runtime in runtimes.items():
        try:
            found[name] = find_image(daemon, name, runtime)
        except BoxUnavailable as refusal:
            refusals.append(str(refusal))
    if refusals and not found:
        raise BoxUnavailable(" ".join(refusals))
    return found


def build_image(daemon: Daemon, name: str, runtime: Runtime, base: str = "") -> Iterator[str]:
    """Make a runtime's image on a base; yields what Docker says meanwhile. Raises BoxUnavailable."""
    tag = image_name(name, runtime)
    arguments = {"PYTHON": python_of(runtime)} | ({"BASE": base} if base else {})
    with tempfile.TemporaryFile() as context, daemon.answers():
        _write_context(context, runtime)
        context.seek(0)
        told = daemon.api.build(
            fileobj=context,
            custom_context=True,
            tag=tag,
            buildargs=arguments,
            network_mode="none",
            rm=True,
            forcerm=True,
            decode=True,
        )
        for event in told:
            if "error" in event:
                raise BoxUnavailable(f"The image {tag} cannot be made: {event['error'].strip()}")
            if line := event.get("stream", "").strip():
                yield line


def _write_context(file: IO[bytes], runtime: Runtime) -> None:
    """What Docker builds from: the Dockerfile, the packages, our own files; all owned by root."""
    with tarfile.open(fileobj=file, mode="w", dereference=True) as tar:
        tar.add(DOCKERFILE, "Dockerfile", filter=_plain)
        for entry in sorted(runtime.packages.iterdir()):
            if entry.name.split("-")[0] not in _TOOLS:
                tar.add(entry, f"packages/{entry.name}", filter=_plain)
        for path, source in _our_files():
            tar.add(source, f"harness/{path}", filter=_plain)


def _plain(member: tarfile.TarInfo) -> tarfile.TarInfo | None:
    """A file as anyone may read it and only root may write it, and no compiled leftovers."""
    if "__pycache__" in member.name:
        return None
    member.uid = member.gid = member.mtime = 0
    member.uname = member.gname = ""
    member.mode = 0o755 if member.isdir() else 0o644
    return member


def _our_files() -> list[tuple[str, Path]]:
    files = [file for package in OUR_CODE for file in (CHECKOUT / package).glob("*.py")]
    return sorted((str(file.relative_to(CHECKOUT)), file) for file in files)
