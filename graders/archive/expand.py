"""Decompression in small chunks, under a meter, so that a bomb never gets to allocate its expansion."""

import bz2
import lzma
import zlib
from collections.abc import Callable, Generator, Iterator
from typing import Protocol

from graders.archive.limits import MIB, Meter
from graders.errors import ArchiveRefused

CHUNK = 64 * 1024
STREAMS = 1000
"""Compressors that use many processors write several streams after one another; each costs a set-up."""
XZ_MEMORY = 80 * MIB
"""What `xz -9` needs, and a little."""


class Decoder(Protocol):
    """What bz2 and lzma offer; gzip is brought into the same form below."""

    @property
    def eof(self) -> bool: ...  # noqa: D102
    @property
    def needs_input(self) -> bool: ...  # noqa: D102
    @property
    def unused_data(self) -> bytes: ...  # noqa: D102
    def decompress(self, data: bytes, max_length: int) -> bytes: ...  # noqa: D102


class Gunzip:
    """zlib's decompressor of one gzip member, with the interface of bz2's and lzma's."""

    def __init__(self) -> None:
        self._zlib = zlib.decompressobj(wbits=31)

    @property
    def eof(self) -> bool:
        """Whether the member has ended."""
        return self._zlib.eof

    @property
    def needs_input(self) -> bool:
        """Whether all input so far is used up."""
        return not self._zlib.unconsumed_tail

    @property
    def unused_data(self) -> bytes:
        """Input past the member's end."""
        return self._zlib.unused_data

    def decompress(self, data: bytes, max_length: int) -> bytes:
        """At most `max_length` bytes more."""
        return self._zlib.decompress(self._zlib.unconsumed_tail + data, max_length)


DECODERS: dict[bytes, tuple[str, Callable[[], Decoder]]] = {
    b"\x1f\x8b": ("gzip", Gunzip),
    b"BZh": ("bzip2", bz2.BZ2Decompressor),
    b"\xfd7zXZ\x00": ("xz", lambda: lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=XZ_MEMORY)),
}


def expand(data: bytes, meter: Meter) -> Iterator[bytes]:
    """The bytes inside, in chunks of at most 64 KiB; what is not compressed comes as it is.

    Raises ArchiveRefused as soon as the meter runs over, or the data are damaged or break off.
    """
    for magic, (name, make) in DECODERS.items():
        if data.startswith(magic):
            chunks = _streams(data, name, magic, make)
            break
    else:
        chunks = (data[at : at + CHUNK] for at in range(0, len(data), CHUNK))
    for chunk in chunks:
        meter.add(len(chunk))
        yield chunk


def _streams(data: bytes, name: str, magic: bytes, make: Callable[[], Decoder]) -> Iterator[bytes]:
    at = 0
    for _ in range(STREAMS):
        try:
            at = yield from _one_stream(make(), data, at, name)
        except (zlib.error, lzma.LZMAError, OSError, ValueError) as error:
            raise ArchiveRefused(
                f"The {name} data are damaged. Pack and upload the archive again."
            ) from error
        rest = data[at : at + CHUNK].lstrip(b"\0")
        if not rest and at + CHUNK >= len(data):
            return
        if not data.startswith(magic, at):
            raise ArchiveRefused(
                f"Something follows the end of the {name} data. Pack and upload the archive again."
            )
    raise ArchiveRefused(f"The {name} data come in more than {STREAMS} pieces. Pack the archive in one go.")


def _one_stream(decoder: Decoder, data: bytes, at: int, name: str) -> Generator[bytes, None, int]:
    while not decoder.eof:
        chunk = data[at : at + CHUNK] if decoder.needs_input else b""
        at += len(chunk)
        starved = decoder.needs_input and not chunk
        out = decoder.decompress(chunk, CHUNK)
        if out:
            yield out
        elif starved and not decoder.eof:
            raise ArchiveRefused(
                f"The {name} data break off before their end. Upload the whole archive again."
            )
    return at - len(decoder.unused_data)
