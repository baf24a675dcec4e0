"""How often somebody may try to sign in."""

import math
import time

from limits import RateLimitItem, RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from api.errors import TooManyTries

_ACCOUNTS_PER_CLIENT = 30


class Throttle:
    """Counts attempts to sign in: per client and account, and per client over all accounts.

    A client's own limit is generous, since a whole classroom may share one address.
    """

    def __init__(self, per_minute: int) -> None:
        self._limiter = MovingWindowRateLimiter(MemoryStorage())
        self._per_account = RateLimitItemPerMinute(per_minute)
        self._per_client = RateLimitItemPerMinute(per_minute * _ACCOUNTS_PER_CLIENT)

    def spend(self, client: str, email: str) -> None:
        """Count an attempt. Raises TooManyTries where there were too many."""
        self._hit(self._per_client, client)
        self._hit(self._per_account, client, email)

    def _hit(self, limit: RateLimitItem, *names: str) -> None:
        if self._limiter.hit(limit, *names):
            return
        resets = self._limiter.get_window_stats(limit, *names).reset_time
        seconds = max(1, math.ceil(resets - time.time()))
        raise TooManyTries(f"Too many attempts to sign in. Try again in {seconds} seconds.", seconds)
