"""The commands of an operator who keeps backups; like those of `deploy/cli.py`, they import late."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from deploy.console import err, out, settings_with, uses_database

commands = typer.Typer()
Data = Annotated[str, typer.Option(help="The server's data folder.")]


@commands.command()
@uses_database
def backup(
    folder: Annotated[Path, typer.Argument(help="Where to; it may hold an older backup of the same server.")],
    data: Data = "",
    without_database: Annotated[
        bool, typer.Option("--without-database", help="Files and the secret only.")
    ] = False,
) -> None:
    """Back up the database, the files and the secret, while the server runs.

    Exit status 1 where a file that the database names was lost already.
    """
    from deploy.backup.making import back_up

    with err.status("Copying …"):
        made = back_up(settings_with(data=data), folder, with_database=not without_database)
    out.print(f"Backed up into {folder}: {made.description.files} files.", markup=False, highlight=False)
    _complain(made.complaints)


@commands.command()
@uses_database
def restore(
    folder: Annotated[Path, typer.Argument(help="Where the backup is.")],
    data: Data = "",
) -> None:
    """Restore a backup into an empty data folder, and hold every file against the database.

    Exit status 1 where a file that the database names is missing or damaged.
    """
    from deploy.backup.restoring import restore as restored

    with err.status("Restoring …"):
        done = restored(settings_with(data=data), folder)
    made, handins = done.description.made, done.submissions
    out.print(f"Restored the backup of {made}: {handins} handins.", markup=False, highlight=False)
    _complain(done.complaints)


@commands.command()
@uses_database
def verify(data: Data = "") -> None:
    """Read every file that the database names; exit status 1 where one is missing or damaged."""
    from deploy.backup.restoring import verify as complaints

    with err.status("Reading …"):
        told = complaints(settings_with(data=data))
    _complain(told)


def _complain(complaints: Sequence[str]) -> None:
    for complaint in complaints:
        err.print(complaint, style="red", markup=False, highlight=False)
    if complaints:
        raise typer.Exit(1)
    out.print("Every file that the database names is there, and is what was stored.", highlight=False)
