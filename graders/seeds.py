"""Which inputs a check draws: they depend on the grading's seed and the check, never on the student."""

from hashlib import blake2b


def check_seed(seed: int, problem: str, check: str) -> int:
    """The seed of one check, in [0, 2⁶³): the same for every handin, and for the reference."""
    digest = blake2b(f"{seed}\0{problem}\0{check}".encode(), digest_size=8).digest()
    return int.from_bytes(digest) >> 1
