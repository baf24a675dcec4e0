"""Tests that share a server or a stack of containers share a worker, or each worker would start its own."""

import pytest
from xdist import is_xdist_worker

GROUP = "groups"


@pytest.mark.xdist_group(GROUP)
def test_a_group_reaches_the_one_that_deals_tests_out(request: pytest.FixtureRequest):
    if not is_xdist_worker(request):
        pytest.skip("Tests run in one process here.")
    # pytest-xdist carries a group in the test's number, which pytest 9.2 no longer lets it (its issue 1386).
    assert request.node.nodeid.endswith(f"@{GROUP}")
