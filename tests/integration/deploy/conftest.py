from tests.fixtures.databases import database, database_url, migrated_file
from tests.fixtures.postgres import postgres

__all__ = ["database", "database_url", "migrated_file", "postgres"]
