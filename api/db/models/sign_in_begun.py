"""A browser that was sent to a provider and has not come back yet."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from api.db.base import Base, new_id


class SignInBegun(Base):
    """What must fit when a browser comes back from a provider. The row goes when it does: once.

    token_digest: of the `state` that travels by way of the provider. browser_mark: the digest of what the
    browser that went keeps in a cookie. verifier: what proves to the provider that whoever redeems the code
    also asked for it (PKCE).
    """

    __tablename__ = "sign_ins_begun"

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    provider: Mapped[str]
    token_digest: Mapped[str] = mapped_column(unique=True)
    browser_mark: Mapped[str]
    nonce: Mapped[str]
    verifier: Mapped[str]
    next: Mapped[str]
    expires_at: Mapped[datetime] = mapped_column(index=True)
