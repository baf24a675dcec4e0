import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from api.db.session import Database
from tests.fixtures.databases import database, database_url, migrated_file
from tests.fixtures.postgres import each_postgres, postgres
from tests.fixtures.s3 import s3
from tests.integration.api.house import House
from worker.logs import configure_logs

__all__ = ["database", "database_url", "each_postgres", "migrated_file", "postgres", "s3"]


configure_logs(logging.CRITICAL)


@pytest.fixture
def house(database: Database, tmp_path: Path) -> Iterator[House]:
    with House(database, tmp_path / "data") as house:
        yield house
