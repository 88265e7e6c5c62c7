"""/control/faults/…: what is to go wrong with the API."""

from belvo_sandbox import faults
from belvo_sandbox.disturbances import FAULT
from belvo_sandbox.operations.disturbances import routes

ROUTES = routes("/control/faults/", FAULT, faults.catalogue)
