"""Arrays as bytes for a cache on disk, and back through the same gate as a box's."""

from hashlib import blake2b

import msgspec

from graders.answer import Arrays
from graders.arrays import read_array
from graders.errors import BadAnswer
from graders.inside.answers import encode_npy

_DIGEST_BYTES = 32
_Packed = list[tuple[str, str, bytes]]


def pack_arrays(arrays: Arrays) -> bytes:
    """A digest, and what it is the digest of: each array's case, name and .npy bytes."""
    packed = [(case, name, b"".join(encode_npy(array))) for (case, name), array in arrays.items()]
    content = msgspec.msgpack.encode(packed)
    return _digest(content) + content


def unpack_arrays(packed: bytes) -> Arrays | None:
    """What `pack_arrays` packed, or None where the bytes are not as it left them."""
    digest, content = packed[:_DIGEST_BYTES], packed[_DIGEST_BYTES:]
    if digest != _digest(content):
        return None
    try:
        entries = msgspec.msgpack.decode(content, type=_Packed)
        return {(case, name): read_array(npy) for case, name, npy in entries}
    except (msgspec.MsgspecError, BadAnswer):
        return None


def _digest(content: bytes) -> bytes:
    return blake2b(content, digest_size=_DIGEST_BYTES).digest()
