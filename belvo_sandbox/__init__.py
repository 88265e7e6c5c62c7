"""A local server that stands in for Belvo's API; imports nothing else of this project."""

from belvo_sandbox.app import create_app
from belvo_sandbox.control import Control
from belvo_sandbox.core.state import StateError
from belvo_sandbox.http.auth import SECRET_ID, SECRET_PASSWORD
from belvo_sandbox.recordings.recording import RecordingError
from belvo_sandbox.server import Served, serve

__all__ = ["SECRET_ID", "SECRET_PASSWORD", "Control", "RecordingError", "Served", "StateError", "create_app", "serve"]
