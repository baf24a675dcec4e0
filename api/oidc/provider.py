"""A provider, as the settings describe it."""

from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints


def _trusted(address: str) -> str:
    """Who says who people are must be asked in a way that nobody can listen to or answer instead."""
    host = address.partition("://")[2].partition("/")[0].partition(":")[0]
    if address.startswith("https://") or (
        address.startswith("http://") and host in {"127.0.0.1", "localhost"}
    ):
        return address
    raise ValueError("must be reached by https://")


class Provider(BaseModel):
    """Where people may sign in.

    name: in addresses; title: on the button. issuer: exactly as the provider writes it. secret: empty for a
    public client. domains: the only ones whose e-mail addresses are let in; empty: all. makes_accounts:
    whether somebody unknown gets an account; otherwise they must be on a course's roster first.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]{0,31}$")]
    title: Annotated[str, StringConstraints(min_length=1, max_length=60)]
    issuer: Annotated[str, AfterValidator(_trusted)]
    client_id: Annotated[str, StringConstraints(min_length=1)]
    secret: str = Field(default="", repr=False)
    domains: frozenset[str] = frozenset()
    makes_accounts: bool = False

    def takes(self, email: str) -> bool:
        """Whether people of this address may come by this provider."""
        return not self.domains or email.rpartition("@")[2].lower() in {each.lower() for each in self.domains}
