"""A browser that somebody signed in with."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from api.db.base import Base, new_id, utc_now
from api.db.models.user import User


class BrowserSession(Base):
    """A signed-in browser, known by the digest of its cookie. Signing out deletes the row.

    seen_at: its last request, to some minutes. address and agent: where from and with what it was signed in,
    for its owner to know it by. way: `password`, or the name of the provider that vouched for its owner.
    """

    __tablename__ = "browser_sessions"

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    user_id: Mapped[str] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    token_digest: Mapped[str] = mapped_column(unique=True)
    created_at: Mapped[datetime] = mapped_column(default=utc_now)
    expires_at: Mapped[datetime] = mapped_column(index=True)
    seen_at: Mapped[datetime] = mapped_column(default=utc_now)
    address: Mapped[str] = mapped_column(default="")
    agent: Mapped[str] = mapped_column(default="")
    way: Mapped[str] = mapped_column(default="password")

    user: Mapped[User] = relationship()
