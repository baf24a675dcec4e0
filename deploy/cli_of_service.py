"""Commands of a service of several processes. Workers are started without this: `python -m worker`."""

from typing import Annotated

import typer

from api.settings import Settings
from deploy.console import uses_database
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
    """Bring the database to the shape that this release expects."""
    from api.db.migrate import upgrade

    settings = Settings()
    settings.data.mkdir(parents=True, exist_ok=True, mode=0o700)
    upgrade(settings.database_url)
