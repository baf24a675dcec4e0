"""Talks to a provider: where it is to be found, what it says for a code, and whether that holds.

Source: OpenID Connect Core 1.0, sections 3.1.2.1 and 3.1.3.7; RFC 7636 (PKCE); RFC 9207 (the issuer in what
comes back).
"""

import hmac
import time
from collections.abc import Mapping
from dataclasses import dataclass
from threading import Lock
from typing import Any

import httpx2
import structlog
from authlib.integrations.base_client import OAuthError
from authlib.integrations.httpx_client import OAuth2Client
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from api.oidc.errors import ProviderAway, WrongWord
from api.oidc.provider import Provider

SCOPE = "openid email profile"
ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"]
"""Signatures by a key that the provider alone has: not `none`, and not by a secret that is shared."""
KEPT_SECONDS = 3600.0
"""For how long it is remembered where a provider is to be found."""
PATIENCE = 5.0
LEEWAY = 60
"""The seconds that its clock may differ from ours."""

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Vouched:
    """What a provider says of somebody. email: "" where it does not say that it has verified one."""

    subject: str
    email: str
    name: str


@dataclass(frozen=True)
class _Found:
    """Where a provider is to be found, and its keys."""

    described: Mapping[str, Any]
    keys: KeySet
    until: float


class ProviderClient:
    """One provider, asked as this server's client."""

    def __init__(self, provider: Provider) -> None:
        self.provider = provider
        self._found: _Found | None = None
        self._lock = Lock()

    def address(self, redirect: str, state: str, nonce: str, verifier: str) -> str:
        """Where a browser is sent. Raises ProviderAway."""
        with self._client(redirect) as client:
            address, _ = client.create_authorization_url(
                self._look().described["authorization_endpoint"],
                state=state,
                nonce=nonce,
                code_verifier=verifier,
            )
        return str(address)

    def redeem(self, redirect: str, code: str, nonce: str, verifier: str) -> Vouched:
        """Whom a code stands for. Raises ProviderAway, WrongWord."""
        title = self.provider.title
        try:
            with self._client(redirect) as client:
                told = client.fetch_token(
                    self._look().described["token_endpoint"], code=code, code_verifier=verifier
                )
                claims = self._read(str(told.get("id_token", "")), nonce)
                if "email" not in claims:
                    claims = self._ask(client, claims)
        except OAuthError as error:
            log.warning("code not taken", provider=self.provider.name, told=error.error)
            raise WrongWord(title) from error
        except (httpx2.HTTPError, ValueError, KeyError, TypeError) as error:
            log.warning("provider away", provider=self.provider.name, told=f"{type(error).__name__}: {error}")
            raise ProviderAway(title) from error
        return _vouched(claims)

    def _ask(self, client: OAuth2Client, claims: Mapping[str, Any]) -> Mapping[str, Any]:
        """Ask for what the token leaves out; it must be of the same person."""
        endpoint = self._look().described.get("userinfo_endpoint")
        if not endpoint:
            return claims
        answer = client.get(endpoint)
        answer.raise_for_status()
        told: dict[str, Any] = answer.json()
        if told.get("sub") != claims["sub"]:
            raise WrongWord(self.provider.title)
        return {**told, **claims}

    def _read(self, token: str, nonce: str) -> Mapping[str, Any]:
        """The claims of a token, if they hold. Raises WrongWord."""
        try:
            claims = self._decode(token)
        except (JoseError, ValueError) as error:
            log.warning("token does not hold", provider=self.provider.name, told=str(error))
            raise WrongWord(self.provider.title) from error
        complaint = self._complaint(claims, nonce)
        if complaint:
            log.warning("token does not hold", provider=self.provider.name, told=complaint)
            raise WrongWord(self.provider.title)
        return claims

    def _decode(self, token: str) -> Mapping[str, Any]:
        try:
            return jwt.decode(token, self._look().keys, algorithms=ALGORITHMS).claims
        except (JoseError, ValueError):
            # Providers change their keys; only what today's keys do not open either is wrong.
            return jwt.decode(token, self._look(anew=True).keys, algorithms=ALGORITHMS).claims

    def _complaint(self, claims: Mapping[str, Any], nonce: str) -> str:
        """What is wrong with a token that the provider signed; "" where nothing is."""
        ours, now = self.provider.client_id, time.time()
        audience = claims.get("aud")
        audiences = audience if isinstance(audience, list) else [audience]
        wrong = {
            "issuer": claims.get("iss") != self.provider.issuer,
            "subject": not isinstance(claims.get("sub"), str) or not claims["sub"],
            "audience": ours not in audiences,
            # A token for several must say who asked for it; one that was asked for by another is not ours.
            "authorized party": claims.get("azp", ours if len(audiences) == 1 else None) != ours,
            "expiry": not _is_number(claims.get("exp")) or claims["exp"] <= now - LEEWAY,
            "issued": not _is_number(claims.get("iat")) or claims["iat"] > now + LEEWAY,
            "not before": _is_number(claims.get("nbf")) and claims["nbf"] > now + LEEWAY,
            "nonce": not hmac.compare_digest(str(claims.get("nonce", "")).encode(), nonce.encode()),
        }
        return ", ".join(name for name, is_wrong in wrong.items() if is_wrong)

    def _client(self, redirect: str) -> OAuth2Client:
        return OAuth2Client(
            client_id=self.provider.client_id,
            client_secret=self.provider.secret or None,
            token_endpoint_auth_method="client_secret_basic" if self.provider.secret else "none",
            scope=SCOPE,
            redirect_uri=redirect,
            code_challenge_method="S256",
            timeout=PATIENCE,
            trust_env=False,
        )

    def _look(self, *, anew: bool = False) -> _Found:
        with self._lock:
            found = self._found
            if anew or found is None or found.until < time.monotonic():
                found = self._found = self._discover()
            return found

    def _discover(self) -> _Found:
        """Ask the provider where its parts are. Raises ProviderAway."""
        issuer = self.provider.issuer
        try:
            with httpx2.Client(timeout=PATIENCE, trust_env=False) as client:
                described = _json(client, f"{issuer.rstrip('/')}/.well-known/openid-configuration")
                if described["issuer"] != issuer:
                    raise ValueError(f"it calls itself {described['issuer']!r}")
                keys = KeySet.import_key_set(_json(client, described["jwks_uri"]))
        except (httpx2.HTTPError, JoseError, ValueError, KeyError, TypeError) as error:
            log.warning("provider away", provider=self.provider.name, told=f"{type(error).__name__}: {error}")
            raise ProviderAway(self.provider.title) from error
        return _Found(described, keys, time.monotonic() + KEPT_SECONDS)


def _json(client: httpx2.Client, address: str) -> Any:
    answer = client.get(address)
    answer.raise_for_status()
    return answer.json()


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _vouched(claims: Mapping[str, Any]) -> Vouched:
    # Only a plain `true` says that an address is the person's own.
    email = claims.get("email") if claims.get("email_verified") is True else None
    return Vouched(
        subject=claims["sub"],
        email=email.strip().lower() if isinstance(email, str) else "",
        name=str(claims.get("name") or ""),
    )
