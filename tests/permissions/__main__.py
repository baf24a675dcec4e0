"""Writes PERMISSIONS.md: `make permissions`."""

import tempfile
from pathlib import Path

from api.app import create_app
from api.blobs.open import open_blobs
from api.db.session import Database
from api.queue import InMemoryQueue
from api.settings import Settings
from tests.permissions.page import page
from tests.permissions.table import TABLE

PAGE = Path(__file__).parents[2] / "PERMISSIONS.md"


def main() -> None:
    """Write the page; the server is only put together, not started."""
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(data=Path(folder))
        database = Database(settings.database_url)
        app = create_app(settings, database, InMemoryQueue(), open_blobs(settings))
        PAGE.write_text(page(app, TABLE))
        database.close()


if __name__ == "__main__":
    main()
