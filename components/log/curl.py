"""A call to Belvo as a command line, with the keys as variables of the shell."""

import shlex

from store.ops.calls import Call


def curl(call: Call, base_url: str) -> str:
    """The call for a terminal in which BELVO_SECRET_ID and BELVO_SECRET_PASSWORD are set; its body is not kept."""
    address = f"{base_url}{call.path}{f'?{call.query}' if call.query else ''}"
    parts = ['curl -u "$BELVO_SECRET_ID:$BELVO_SECRET_PASSWORD"']
    if call.method != "GET":
        parts.append(f"-X {call.method}")
    if call.method in ("POST", "PUT", "PATCH"):
        parts.append("-H 'Content-Type: application/json' -d @body.json")
    return " ".join([*parts, shlex.quote(address)])
