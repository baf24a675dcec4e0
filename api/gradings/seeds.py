"""Where a grading's inputs come from."""

from hashlib import blake2b

_BITS = 63


def seed_of(assignment_seed: int, problem: str) -> int:
    """The seed of one problem of an assignment: secret, the same for all students, below 2⁶³."""
    key = assignment_seed.to_bytes(8, "big")
    drawn = blake2b(problem.encode(), digest_size=8, key=key).digest()
    return int.from_bytes(drawn, "big") >> (64 - _BITS)
