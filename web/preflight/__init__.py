"""Before the start: what the server needs, and what production needs beyond that."""

from web.preflight.certificate import Certificate, Unusable
from web.preflight.production import is_production, lacking

__all__ = ["Certificate", "Unusable", "is_production", "lacking"]
