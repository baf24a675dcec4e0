"""Passwords are kept as argon2 digests."""

from threading import BoundedSemaphore

from pwdlib import PasswordHash

_HASHER = PasswordHash.recommended()
# A digest takes 64 MB while it is made: a rush of sign-ins must not take all of the machine's memory.
_AT_ONCE = BoundedSemaphore(4)
_NOBODYS = _HASHER.hash("nobody's password")


def hash_password(password: str) -> str:
    """The digest to keep of a password."""
    with _AT_ONCE:
        return _HASHER.hash(password)


def matches_password(password: str, digest: str | None) -> bool:
    """Whether this is the password. Without a digest it takes as long, and is never so."""
    with _AT_ONCE:
        return _HASHER.verify(password, digest or _NOBODYS) and digest is not None
