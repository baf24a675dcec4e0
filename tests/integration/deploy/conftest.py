"""Real databases, and logs as a server writes them."""

from collections.abc import Iterator

import pytest
import structlog

from tests.fixtures.databases import database, database_url, migrated_file
from tests.fixtures.postgres import postgres
from worker.logs import configure_logs

__all__ = ["database", "database_url", "migrated_file", "postgres"]


@pytest.fixture(autouse=True)
def logs() -> Iterator[None]:
    """Unless told otherwise, structlog prints every bundle that a failure has in its hands."""
    configure_logs()
    yield
    structlog.reset_defaults()
