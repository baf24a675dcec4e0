"""What the server's own secret is for."""

import hmac
import secrets
from hashlib import blake2b

from graders.job import Attempt


class Keys:
    """Draws tokens, and digests them with the server's secret: the database alone proves nobody."""

    def __init__(self, secret: bytes) -> None:
        self._secret = secret

    def draw(self, prefix: str = "") -> str:
        """A new token of 256 random bits. The prefix lets a scanner of leaked secrets know it."""
        return prefix + secrets.token_urlsafe(32)

    def digest(self, token: str) -> str:
        """What the database keeps of a token."""
        return self._keyed(token, b"token")

    def csrf(self, browser_session: str) -> str:
        """What this browser session's own pages send with every unsafe request."""
        return self._keyed(browser_session, b"csrf")

    def matches_csrf(self, browser_session: str, claimed: str) -> bool:
        """Whether a request carries its session's token; takes the same time for every wrong one."""
        return hmac.compare_digest(self.csrf(browser_session).encode(), claimed.encode())

    def mark(self, drawn: str, email: str) -> str:
        """The signature of the mark by which an account knows a browser."""
        return self._keyed(f"{drawn}/{email}", b"mark")

    def marked(self, drawn: str, email: str, signature: str) -> bool:
        """Whether we signed this mark; takes the same time for every wrong signature."""
        return hmac.compare_digest(self.mark(drawn, email).encode(), signature.encode())

    def pseudonym(self, student: str) -> str:
        """What stands in place of a student's name: short enough to be said, too long to meet another's."""
        drawn = self._keyed(student, b"pseudonym")
        return f"{drawn[:4]}-{drawn[4:8]}"

    def ticket(self, attempt: Attempt) -> str:
        """What a worker shows with all that it tells of an attempt."""
        return self._keyed(f"{attempt.purpose}/{attempt.id}/{attempt.number}", b"ticket")

    def gave_out(self, attempt: Attempt) -> bool:
        """Whether we gave this attempt out, ticket and all; takes the same time for every wrong one."""
        return hmac.compare_digest(self.ticket(attempt).encode(), attempt.ticket.encode())

    def link(self, claim: str) -> str:
        """The signature of a link, over all that the link says."""
        return self._keyed(claim, b"link")

    def signed(self, claim: str, signature: str) -> bool:
        """Whether we signed this; takes the same time for every wrong signature."""
        return hmac.compare_digest(self.link(claim).encode(), signature.encode())

    def _keyed(self, text: str, purpose: bytes) -> str:
        return blake2b(text.encode(), digest_size=32, key=self._secret, person=purpose).hexdigest()
