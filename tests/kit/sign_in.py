"""A desk where people sign in: its sections of the secrets file, and cookies as Streamlit would sign them."""

from typing import Any

from itsdangerous import URLSafeTimedSerializer

ORIGIN = "http://127.0.0.1:8501"
ISSUER = "https://login.example"
SECRET = "planted-cookie-secret-of-more-than-32-characters"

AUTH: dict[str, Any] = {
    "redirect_uri": f"{ORIGIN}/oauth2callback",
    "cookie_secret": SECRET,
    "client_id": "linkdesk",
    "client_secret": "planted-client-secret",
    "server_metadata_url": f"{ISSUER}/.well-known/openid-configuration",
}
ROLES = {
    "viewer": ["groups=viewers"],
    "analyst": ["@analysts.example"],
    "operator": ["oscar@desk.example"],
    "admin": ["root@desk.example"],
}

PEOPLE: dict[str, dict[str, Any]] = {
    "vera": {"email": "vera@else.example", "groups": ["staff", "viewers"]},
    "alba": {"email": "alba@analysts.example"},
    "oscar": {"email": "oscar@desk.example", "email_verified": True},
    "root": {"email": "root@desk.example"},
    "nobody": {"email": "nobody@else.example"},
}
"""By their subject, one of each role, and one of none."""


def claims_of(subject: str, **changes: Any) -> dict[str, Any]:  # noqa: ANN401 - claims are any JSON
    """What Streamlit's cookie says of one of these."""
    made = {
        "iss": ISSUER,
        "aud": "linkdesk",
        "sub": subject,
        "nonce": "once",
        **PEOPLE[subject],
        "origin": ORIGIN,
        "provider": "default",
        "is_logged_in": True,
    }
    return {name: value for name, value in {**made, **changes}.items() if value is not None}


def signed(value: str, secret: str = SECRET, name: str = "_streamlit_user") -> str:
    """The text as a cookie of Streamlit's, signed now."""
    return str(URLSafeTimedSerializer(secret, salt=name).dumps(value))
