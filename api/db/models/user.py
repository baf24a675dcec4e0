"""A person with an account."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from api.db.base import Base, new_id, utc_now


class User(Base):
    """A person. `email` is kept in lower case; without a password hash nobody can sign in by password.

    time_zone: as in the tz database, such as America/New_York; "": the browser's own. disabled_at: since
    when nobody is let in as them. erased_at: since when the row stands for somebody who is forgotten: scores
    that a course must keep still refer to it.
    """

    __tablename__ = "users"

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    email: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str] = mapped_column(default="")
    password_hash: Mapped[str | None]
    is_admin: Mapped[bool] = mapped_column(default=False)
    time_zone: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime] = mapped_column(default=utc_now)
    disabled_at: Mapped[datetime | None]
    erased_at: Mapped[datetime | None]
