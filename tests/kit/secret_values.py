"""Values of everything at a desk that is secret, to be looked for wherever they must not arrive."""

import base64
from collections.abc import Mapping
from urllib.parse import quote

from tests.kit.sign_in import SECRET

SECRETS: Mapping[str, str] = {
    "secret id": "5ec2e71d-planted-0000-key0-of0belvo0000",
    "secret password": "planted-PASSWORD-of-belvo/with+signs=",
    "webhook authorization": "Bearer planted-webhook-authorization",
    "cookie secret": SECRET,
    "client secret": "planted-client-secret",
    "access token": "eyJhbGciOiJub25lIn0.eyJwbGFudGVkIjoiYWNjZXNzIn0.planted-access",
    "refresh token": "eyJhbGciOiJub25lIn0.eyJwbGFudGVkIjoicmVmcmVzaCJ9.planted-refresh",
}


def forms_of(value: str) -> set[bytes]:
    """How a text may be written: as it is, for an address, and in base64."""
    told = {value, quote(value, safe=""), quote(value), value.replace("/", "\\/")}
    return {form.encode() for form in told} | {base64.b64encode(value.encode())}


def leaks(told: str | bytes, secrets: Mapping[str, str] = SECRETS) -> set[str]:
    """Which of the secrets this tells, and the pair of keys as HTTP carries it."""
    content = told.encode("utf-8", "surrogateescape") if isinstance(told, str) else told
    pair = f"{SECRETS['secret id']}:{SECRETS['secret password']}"
    known = {**secrets, "pair of keys": pair}
    return {name for name, value in known.items() if any(form in content for form in forms_of(value))}
