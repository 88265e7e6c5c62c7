"""Which of Belvo's resources are stored, and which of their fields become columns; what is none stays in the body."""

from resources.catalogue import RESOURCES
from resources.declaration import Column, Kind, Resource

__all__ = ["RESOURCES", "Column", "Kind", "Resource"]
