"""A problem, which is a line of bundle versions."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from api.db.base import Base, new_id, utc_now


class Problem(Base):
    """A problem by its slug; everything else is said by its bundle versions."""

    __tablename__ = "problems"

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    slug: Mapped[str] = mapped_column(unique=True)
    created_at: Mapped[datetime] = mapped_column(default=utc_now)
