"""`python -m belvo_sandbox`: a local Belvo alone."""

import argparse
import hashlib
import signal
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import FrameType

from belvo_sandbox.app import create_app
from belvo_sandbox.core.state import StateError
from belvo_sandbox.core.terminal import written_out
from belvo_sandbox.http.auth import SECRET_ID, SECRET_PASSWORD
from belvo_sandbox.recordings.recording import RecordingError
from belvo_sandbox.server import Server, listen, url_of

_STATE, _PLAYED = Path(".linkdesk/sandbox"), Path(".linkdesk/played")
_LONGEST_DELAY = 24 * 3600  # seconds


def main(arguments: list[str] | None = None) -> int:
    """Serve until a signal ends it; the exit status."""
    options = _parser().parse_args(arguments)
    try:
        listener = listen(options.host, options.port)
    except OSError as cause:
        address = f"{options.host}:{options.port}"
        print(written_out(f"Can't listen on {address}: {cause.strerror}. Choose another --port."), file=sys.stderr)
        return 1
    data_dir = options.data_dir or _data_dir(options.play)
    with listener:
        try:
            app = create_app(
                data_dir,
                seed=options.seed,
                now=options.now,
                unique_links=options.unique_links,
                strict=options.strict,
                history_delay=timedelta(seconds=options.history_delay),
                hosts=[options.host],
                play=options.play,
            )
        except RecordingError as cause:
            print(written_out(f"Can't play {options.play}: {cause}"), file=sys.stderr)
            return 1
        except (StateError, OSError) as cause:
            print(written_out(f"Can't use the state in {data_dir}: {cause}"), file=sys.stderr)
            return 1
        line = f"Local sandbox at {url_of(listener)} (id {SECRET_ID}, password {SECRET_PASSWORD})"
        server = Server(app, lambda: print(line, flush=True))

        def stop(number: int, frame: FrameType | None) -> None:  # noqa: ARG001 - the signal module's signature
            server.should_exit = True

        # uvicorn raises a signal that it has caught once more when it is done; that must end nothing else.
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, stop)
        server.run([listener])
        app.state.sandbox.state.close()
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m belvo_sandbox", description="A local Belvo.")
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: %(default)s)")
    parser.add_argument("--port", type=int, default=8900, help="0 takes a free one (default: %(default)s)")
    parser.add_argument(
        "--data-dir", type=Path, help=f"folder of the state (default: {_STATE}; one of its own for each recording)"
    )
    parser.add_argument("--play", type=Path, metavar="FILE", help="answer what this recording has answered")
    parser.add_argument("--seed", type=int, default=1, help="another seed, other people (default: %(default)s)")
    parser.add_argument("--now", type=_instant, help="freeze the clock at this ISO date or date and time")
    parser.add_argument("--strict", action="store_true", help="require whatever Belvo's description requires")
    parser.add_argument("--unique-links", action="store_true", help="refuse a person's second link: `duplicated`")
    parser.add_argument(
        "--history-delay",
        type=_seconds,
        default=0.0,
        metavar="SECONDS",
        help="until a new link's first resource can be read, and from each to the next (default: %(default)s)",
    )
    return parser


def _data_dir(play: Path | None) -> Path:
    """Where the state is; that of a recording is for nothing else, so that no desk takes one world for another."""
    if play is None:
        return _STATE
    digest = hashlib.sha256(play.read_bytes() if play.is_file() else b"")
    return _PLAYED / digest.hexdigest()[:16]


def _seconds(value: str) -> float:
    seconds = float(value)
    if not 0 <= seconds <= _LONGEST_DELAY:
        raise ValueError(value)
    return seconds


def _instant(value: str) -> datetime:
    moment = datetime.fromisoformat(value)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


if __name__ == "__main__":
    sys.exit(main())
