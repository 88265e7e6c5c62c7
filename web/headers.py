"""What every answer tells the browser: what a page may load and do, who frames or keeps it, and to stay with https."""

from collections.abc import Iterable, Mapping
from urllib.parse import urlsplit

from starlette.datastructures import MutableHeaders

_BELVO = "https://*.belvo.io https://*.belvo.com"

_POLICY = {
    "default-src": "'self'",
    "script-src": "'self'",
    "style-src": "'self' 'unsafe-inline'",  # Streamlit is unstyled without it
    "img-src": "'self' data: blob:",
    "font-src": "'self' data:",
    "connect-src": "'self'",
    "worker-src": "'self' blob:",
    "object-src": "'none'",
    "base-uri": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
}

_DENIED = (
    *("accelerometer", "autoplay", "browsing-topics", "camera", "clipboard-read", "display-capture"),
    *("geolocation", "gyroscope", "hid", "magnetometer", "microphone", "midi", "payment", "serial", "usb"),
)
"""What no page of ours asks a browser for; ids go on the clipboard, and nothing is read from there."""

_ALWAYS = {
    "referrer-policy": "same-origin",
    "x-content-type-options": "nosniff",
    "permissions-policy": ", ".join(f"{feature}=()" for feature in _DENIED),
    "cross-origin-opener-policy": "same-origin-allow-popups",  # the widget opens a bank's page beside itself
    "cross-origin-resource-policy": "same-origin",
}

_ENCRYPTED = {"strict-transport-security": "max-age=31536000"}

_KEPT = ("/static/", "/app/static/", "/_stcore/bidi-components/")
"""Scripts, styles and pictures that are the same for all: browsers keep them as they are told to."""

_FOR_OTHERS = ("/app/static/", "/sandbox/")
"""What pages of other origins show or run: the company's picture in Belvo's widget, the local Belvo's script."""

_FRAMED = ("/demo/", "/sandbox/")
"""What is shown in a frame of ours: the phone of the demo shop."""


def content_policy(*, belvo: bool, base_url: str | None = None, scripts: Iterable[str] = ()) -> str:
    """The Content-Security-Policy; the hosts of Belvo and of `base_url` may serve the widget and be called by it.

    `scripts` are the sources of those that stand in a page of ours.
    """
    policy = dict(_POLICY)
    policy["script-src"] += "".join(f" {script}" for script in scripts)
    widget = [*([_BELVO] if belvo else []), *([origin_of(base_url)] if base_url else [])]
    for source in widget:
        for directive in ("script-src", "style-src", "img-src", "font-src", "connect-src"):
            policy[directive] += f" {source}"
    if widget:
        policy["frame-src"] = " ".join(["'self'", *widget])
    return "; ".join(f"{directive} {sources}" for directive, sources in policy.items())


def origin_of(url: str) -> str:
    """Scheme, host and port of a web address, as a browser says where a page is from."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.lower()}"


class AnswerHeaders:
    """Those of an answer by its address; what a route says itself of its own page stays."""

    def __init__(self, policy: str) -> None:
        self._policies = {False: policy, True: policy.replace("frame-ancestors 'none'", "frame-ancestors 'self'")}

    def add(self, headers: MutableHeaders, path: str, *, is_encrypted: bool) -> None:
        """Add them; what is personal, which is all that is not known to be the same for everybody, no browser keeps."""
        for name, value in self._of(path, is_encrypted=is_encrypted).items():
            headers.setdefault(name, value)
        if not path.startswith(_KEPT):
            headers["cache-control"] = "no-store"

    def _of(self, path: str, *, is_encrypted: bool) -> Mapping[str, str]:
        told = {"content-security-policy": self._policies[path.startswith(_FRAMED)], **_ALWAYS}
        if path.startswith(_FOR_OTHERS):
            told["cross-origin-resource-policy"] = "cross-origin"
        return told | (_ENCRYPTED if is_encrypted else {})
