"""`make audit`: whether anything that is installed has a flaw that is known, where somebody who knows can be asked.

Without a network, or where no answer comes in time, it says so and leaves the rest of `make check` alone.
"""

import json
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

from settings import ROOT

LOCKS = ("requirements.lock", "requirements-dev.lock")
_PATIENCE = 60.0  # seconds for all of it
_CONNECTION = 5  # seconds for one answer


def main() -> int:
    """1 if a flaw is known, 0 if none is, or nobody could be asked."""
    found = asked()
    if found is None:
        _say("Not audited: nobody who knows of flaws could be asked in time. `make audit` asks again.")
        return 0
    flaws = [*told(found)]
    for line in flaws or [f"No flaw is known in the {len(found['dependencies'])} packages of {' and '.join(LOCKS)}."]:
        _say(line)
    return int(bool(flaws))


def asked(locks: tuple[str, ...] = LOCKS, *, patience: float = _PATIENCE) -> dict[str, Any] | None:
    """What pip-audit says of what is locked; None if it got no answer."""
    files = [argument for lock in locks for argument in ("--requirement", lock)]
    options = ("--disable-pip", "--require-hashes", "--format", "json", "--progress-spinner", "off")
    command = [sys.executable, "-m", "pip_audit", *files, *options, "--timeout", str(_CONNECTION)]
    try:
        ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=patience, check=False)
        answer = json.loads(ended.stdout)
    except (subprocess.TimeoutExpired, ValueError):
        return None
    return answer if isinstance(answer, dict) and "dependencies" in answer else None


def told(found: dict[str, Any]) -> Iterator[str]:
    """A line for each flaw: where it is, what it is called, and since when it is mended."""
    for package in found["dependencies"]:
        for flaw in package.get("vulns", ()):
            mended = ", ".join(flaw.get("fix_versions", ())) or "no version yet"
            yield f"{package['name']} {package['version']}: {flaw['id']}, mended in {mended}."


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")


if __name__ == "__main__":
    sys.exit(main())
