"""`make reset`: the local Belvo begins anew, and the desk with it, whether a server runs or not.

python -m actions.reset
"""

import sys

import settings
import terminal
from actions.local_belvo import Control, ControlFailed, NotLocal, begin_anew
from domain.roles import SYSTEM
from settings import Settings, SettingsError
from store import StoreError
from sync.local_belvo import NotStarted, reached


def main() -> int:
    """0 if both began anew, 2 if nothing was done."""
    try:
        with reached(settings.load()) as current:
            _reset(current)
    except (ControlFailed, NotLocal, NotStarted, SettingsError, StoreError) as error:
        terminal.complain(error)
        return 2
    terminal.say("The local Belvo and the desk have begun anew.")
    return 0


def _reset(current: Settings) -> None:
    with Control.of(current) as control:
        control.reset()
    begin_anew(current, actor=SYSTEM)


if __name__ == "__main__":
    sys.exit(main())
