"""Where a downloaded kit hands in to."""

import io
import tarfile

import msgspec
from msgspec import Struct

from graders.archive import write_tar

BLOCK = 512
FILE = "allclose.json"


class Address(Struct, frozen=True):
    """A server's address, such as https://grades.example.edu, and which assignment of which course."""

    server: str
    course: str
    assignment: str


def with_address(kit: bytes, address: Address) -> bytes:
    """The kit that `build_kit` built, with the address that its submit.py hands in to."""
    with tarfile.open(fileobj=io.BytesIO(kit)) as archive:
        root = archive.getnames()[0].partition("/")[0]
    data = msgspec.json.format(msgspec.json.encode(address), indent=2) + b"\n"
    # A tar is its members one after another, so one more can go before the first.
    size = BLOCK + -(-len(data) // BLOCK) * BLOCK
    return write_tar({f"{root}/{FILE}": data})[:size] + kit
