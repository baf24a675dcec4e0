"""What a solution answers as bytes for a cache on disk; arrays come back through the gate of a box's."""

from hashlib import blake2b

import msgspec

from graders.answer import Solved
from graders.arrays import read_array
from graders.cost import Cost
from graders.errors import BadAnswer
from graders.inside.answers import encode_npy

_DIGEST_BYTES = 32
_Packed = tuple[Cost | None, list[tuple[str, str, bytes]]]


def pack_solved(solved: Solved) -> bytes:
    """A digest, and what it is the digest of: the cost, and each array's case, name and .npy bytes."""
    packed = [(case, name, b"".join(encode_npy(array))) for (case, name), array in solved.arrays.items()]
    content = msgspec.msgpack.encode((solved.cost, packed))
    return _digest(content) + content


def unpack_solved(packed: bytes) -> Solved | None:
    """What `pack_solved` packed, or None where the bytes are not as it left them."""
    digest, content = packed[:_DIGEST_BYTES], packed[_DIGEST_BYTES:]
    if digest != _digest(content):
        return None
    try:
        cost, entries = msgspec.msgpack.decode(content, type=_Packed)
        return Solved({(case, name): read_array(npy) for case, name, npy in entries}, cost)
    except (msgspec.MsgspecError, BadAnswer):
        return None


def _digest(content: bytes) -> bytes:
    return blake2b(content, digest_size=_DIGEST_BYTES).digest()
