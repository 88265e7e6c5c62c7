"""/control/faults/…: what is to go wrong with the API."""

from belvo_sandbox.faults import effects
from belvo_sandbox.faults.rules import FAULT
from belvo_sandbox.routes.control_rules import routes

ROUTES = routes("/control/faults/", FAULT, effects.catalogue)
