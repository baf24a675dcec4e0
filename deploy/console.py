"""What every command writes to, its settings, and how it ends where it cannot go on."""

from collections.abc import Callable
from functools import wraps
from typing import NoReturn, ParamSpec, TypeVar

from rich.console import Console

from deploy.settings import EmbeddedSettings

P = ParamSpec("P")
R = TypeVar("R")

out = Console()
err = Console(stderr=True)


def settings_with(**given: object) -> EmbeddedSettings:
    """The environment's settings, and over them what was said on the command line."""
    return EmbeddedSettings.model_validate(
        EmbeddedSettings().model_dump() | {name: value for name, value in given.items() if value != ""}
    )


def refuse(sentence: str) -> NoReturn:
    """Say why not, and end."""
    err.print(sentence, style="red", markup=False, highlight=False)
    raise SystemExit(1) from None


def uses_database(command: Callable[P, R]) -> Callable[P, R]:
    """Say in a sentence what became of the database, where it fails."""

    @wraps(command)
    def careful(*args: P.args, **options: P.kwargs) -> R:
        from sqlalchemy.exc import SQLAlchemyError

        try:
            return command(*args, **options)
        except SQLAlchemyError as failure:
            refuse(f"The database cannot be used: {str(failure).splitlines()[0]}")

    return careful
