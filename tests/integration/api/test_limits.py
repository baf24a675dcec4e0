"""Counts that several servers share in Redis, and what becomes of them while it is away."""

from limits import RateLimitItemPerMinute

from api.limiting.counters import Counters
from tests.fixtures.redis import Redis, redis

__all__ = ["redis"]

TWO = RateLimitItemPerMinute(2)


def test_servers_count_together(redis: Redis) -> None:
    one, other = Counters(redis.address), Counters(redis.address)
    assert (one.hit(TWO, "read", "ada"), other.hit(TWO, "read", "ada")) == (0, 0)
    assert 1 <= one.hit(TWO, "read", "ada") <= 60
    assert one.hit(TWO, "read", "eve") == 0
    assert (one.add(60, "failed", "ada"), other.add(60, "failed", "ada")) == (1, 2)
    assert 1 <= other.seconds_left("failed", "ada") <= 60
    one.forget("failed", "ada")
    assert (other.count("failed", "ada"), other.seconds_left("failed", "ada")) == (0, 0)


def test_without_redis_each_server_counts_by_itself(redis: Redis) -> None:
    counters = Counters(redis.address)
    assert counters.hit(TWO, "read", "ada") == 0
    redis.kill()
    assert [counters.hit(TWO, "read", "ada") > 0 for _ in range(3)] == [False, False, True]
