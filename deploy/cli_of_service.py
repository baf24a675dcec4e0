"""Commands of a service of several processes. Workers are started without this: `python -m worker`."""

from typing import Annotated

import typer

from api.settings import Settings
from deploy.console import err, out, refuse, uses_database
from worker.logs import configure_logs

app = typer.Typer()


@app.command()
@uses_database
def api(
    host: str = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535)] = 8000,
) -> None:
    """Answer requests, for a service whose recorder and workers are other processes."""
    from deploy.service import serve_http

    configure_logs()
    serve_http(Settings(), host, port)


@app.command()
@uses_database
def recorder() -> None:
    """Hear what workers tell, and give them work, for a service of several processes."""
    from deploy.service import record

    configure_logs()
    record(Settings())


@app.command()
@uses_database
def migrate() -> None:
    """Bring the database to the shape that this release expects, and make a bucket of one's own."""
    from api.blobs.open import prepare_blobs
    from api.db.migrate import upgrade

    configure_logs()
    settings = Settings()
    settings.data.mkdir(parents=True, exist_ok=True, mode=0o700)
    upgrade(settings.database_url)
    prepare_blobs(settings)


@app.command()
@uses_database
def admin(email: str) -> None:
    """Make the administrator whom a service without accounts begins with, and say the password, once."""
    from api.db.session import Database
    from deploy.courses import first_admin

    database = Database(Settings().database_url)
    try:
        made = first_admin(database, email)
    finally:
        database.close()
    if made is None:
        refuse("There are accounts already: sign in as one of their administrators.")
    err.print(f"Administrator {made.email}; the password, shown once:", markup=False)
    out.print(made.password, markup=False, highlight=False)
