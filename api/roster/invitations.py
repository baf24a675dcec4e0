"""Links by which new people choose a password."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated

from fastapi import Depends

from api.auth.keys import Keys
from api.deps import AddressDep, KeysDep, SettingsDep


@dataclass(frozen=True)
class Invitations:
    """How people are invited. lasts: how long a link is valid; address: where people reach the server."""

    keys: Keys
    lasts: timedelta
    address: str

    def link(self, token: str) -> str:
        """Where the holder of a token chooses a password."""
        return f"{self.address}/password/{token}"


async def get_invitations(keys: KeysDep, settings: SettingsDep, address: AddressDep) -> Invitations:
    """How this server invites people."""
    return Invitations(keys, timedelta(days=settings.link_days), address)


InvitationsDep = Annotated[Invitations, Depends(get_invitations)]
