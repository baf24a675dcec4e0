"""The part of the table of permissions that is about accounts and the whole site; see `table.py`."""

from tests.permissions.line import ADMINS, EVERYBODY, INSTRUCTORS, SIGNED_IN, line
from tests.permissions.scene import NOTHING, PASSWORD

_V1 = "/api/v1"
_COURSE = f"{_V1}/courses/{{course}}"
_NEW_PASSWORD = {"present": "not the present one", "password": "another one"}
_TOKEN = {"name": "laptop", "scopes": ["read"]}
_WRONG_PERSON = {"way": "all", "email": "somebody-else@x.edu"}
_SIGN_IN = {"email": "owner@x.edu", "password": PASSWORD}

ACCOUNTS = [
    line("POST", f"{_V1}/session", EVERYBODY, 201, json=_SIGN_IN),
    line("POST", f"{_V1}/tokens", EVERYBODY, 201, json=_SIGN_IN | {"name": "laptop"}),
    line("POST", f"{_V1}/password", EVERYBODY, 404, json={"token": "x", "password": PASSWORD}),
    line("GET", "/sign-in", EVERYBODY, 200, 303),
    line("POST", "/sign-in", EVERYBODY, 303, data=_SIGN_IN),
    line("GET", "/sign-in/{provider}", EVERYBODY, 404),
    line("GET", "/sign-in/{provider}/back", EVERYBODY, 404),
    line("GET", "/password/{token}", EVERYBODY),
    line("POST", "/password/{token}", EVERYBODY, 404, data={"password": PASSWORD}),
    line("GET", f"{_V1}/me", SIGNED_IN),
    line("GET", f"{_V1}/tokens", SIGNED_IN),
    line("DELETE", f"{_V1}/tokens/{{token}}", SIGNED_IN, 204),
    line("DELETE", f"{_V1}/session", SIGNED_IN, 204),
    line("GET", f"{_V1}/account", SIGNED_IN),
    line("PATCH", f"{_V1}/account", SIGNED_IN, json={"time_zone": "Europe/Berlin"}),
    line("PUT", f"{_V1}/account/password", SIGNED_IN, 403, json=_NEW_PASSWORD),
    line("POST", f"{_V1}/account/tokens", SIGNED_IN, 403, json=_TOKEN),
    line("GET", f"{_V1}/account/browsers", SIGNED_IN),
    line("DELETE", f"{_V1}/account/browsers/{{browser}}", SIGNED_IN, 204),
    line("GET", f"{_V1}/account/data.zip", SIGNED_IN),
    line("GET", "/account", SIGNED_IN),
    line("POST", "/account/time-zone", SIGNED_IN, 303, data={"zone": ""}),
    line("POST", "/account/password", SIGNED_IN, 422, data=_NEW_PASSWORD),
    line("POST", "/account/tokens", SIGNED_IN, data=_TOKEN | {"days": "7"}),
    line("POST", "/account/tokens/{token}/revoke", SIGNED_IN, 404, where={"token": NOTHING}),
    line("POST", "/account/browsers/{browser}/sign-out", SIGNED_IN, 404, where={"browser": NOTHING}),
    line("GET", "/account/data.zip", SIGNED_IN),
]
SITE = [
    line("GET", f"{_V1}/users", ADMINS),
    line("POST", f"{_V1}/users", ADMINS, 201, json={"email": "made@x.edu"}),
    line("GET", f"{_V1}/users/{{user}}", ADMINS),
    line("PATCH", f"{_V1}/users/{{user}}", ADMINS, json={"is_admin": False}),
    line("POST", f"{_V1}/users/{{user}}/password-link", ADMINS, 201),
    line("DELETE", f"{_V1}/users/{{user}}/browsers", ADMINS, 204),
    line("GET", f"{_V1}/users/{{user}}/data.zip", ADMINS),
    line("GET", f"{_V1}/users/{{user}}/forget", ADMINS),
    line("POST", f"{_V1}/users/{{user}}/forget", ADMINS, 422, json=_WRONG_PERSON),
    line("GET", f"{_V1}/audit", ADMINS),
    line("GET", f"{_V1}/audit.csv", ADMINS),
    line("GET", f"{_COURSE}/audit", INSTRUCTORS),
    line("GET", f"{_COURSE}/audit.csv", INSTRUCTORS),
    line("GET", "/admin/users", ADMINS),
    line("POST", "/admin/users", ADMINS, data={"email": "made-too@x.edu"}),
    line("GET", "/admin/users/{user}", ADMINS),
    line("POST", "/admin/users/{user}/password-link", ADMINS),
    line("POST", "/admin/users/{user}/admin", ADMINS, 303, data={"is_admin": "false"}),
    line("POST", "/admin/users/{user}/sign-out", ADMINS, 303),
    line("POST", "/admin/users/{user}/disable", ADMINS, 303),
    line("POST", "/admin/users/{user}/enable", ADMINS, 303),
    line("GET", "/admin/users/{user}/data.zip", ADMINS),
    line("GET", "/admin/users/{user}/forget", ADMINS),
    line("POST", "/admin/users/{user}/forget", ADMINS, 422, data=_WRONG_PERSON),
    line("GET", "/admin/audit", ADMINS),
    line("GET", "/admin/audit.csv", ADMINS),
    line("GET", "/courses/{course}/-/audit", INSTRUCTORS),
    line("GET", "/courses/{course}/-/audit.csv", INSTRUCTORS),
]
