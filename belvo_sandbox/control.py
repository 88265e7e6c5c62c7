"""Control: steers a running sandbox from Python; the calls below /control/ do the same things through it."""

from typing import Any

from belvo_sandbox.clock import text
from belvo_sandbox.deliverer import Deliverer
from belvo_sandbox.sandbox import Sandbox


class Control:
    """What tests and demos do to a sandbox, beside what its API offers; thread-safe."""

    def __init__(self, sandbox: Sandbox, deliverer: Deliverer) -> None:
        self._sandbox = sandbox
        self._deliverer = deliverer

    def inspect(self) -> dict[str, Any]:
        """What the sandbox holds, as counts."""
        return {
            "instance": self._sandbox.instance,
            "seed": self._sandbox.seed,
            "now": text(self._sandbox.clock.now()),
        }
