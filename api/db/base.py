"""What every table shares: names of constraints, identifiers, moments in time."""

import secrets
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from enum import StrEnum

from sqlalchemy import DateTime, Dialect, Enum, MetaData, String, TypeDecorator
from sqlalchemy.orm import DeclarativeBase


def new_id() -> str:
    """A UUID of version 7: sorts by the millisecond it was made in, and cannot be guessed.

    Source: RFC 9562, section 5.7.
    """
    milliseconds = int(utc_now().timestamp() * 1000)
    drawn = secrets.randbits(74)
    high, low = drawn >> 62, drawn & ((1 << 62) - 1)
    return str(uuid.UUID(int=milliseconds << 80 | 0x7 << 76 | high << 64 | 0b10 << 62 | low))


_MOVED = ContextVar[datetime | None]("moved clock", default=None)


def utc_now() -> datetime:
    """This moment, with its time zone."""
    return _MOVED.get() or datetime.now(UTC)


@contextmanager
def happening_at(moment: datetime) -> Iterator[None]:
    """Let what this thread does in the block happen at another moment: a made-up course has a past.

    Nothing that serves people uses it. Rules on time then hold for a history as they do for the present.
    """
    token = _MOVED.set(moment)
    try:
        yield
    finally:
        _MOVED.reset(token)


class UtcDateTime(TypeDecorator[datetime]):
    """A moment in UTC. SQLite forgets time zones, so a moment without one is refused on the way in."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Store the moment in UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value!r} has no time zone.")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give the moment its time zone back."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def words(kind: type[StrEnum]) -> Enum:
    """The column type of an enumeration: its words as plain text, so that a new word needs no migration."""
    return Enum(
        kind,
        native_enum=False,
        create_constraint=False,
        length=32,
        values_callable=lambda members: [member.value for member in members],
    )


class Base(DeclarativeBase):
    """The parent of every table."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {datetime: UtcDateTime(), str: String()}
