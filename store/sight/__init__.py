"""What a reader of the store gets to see: all, all but whole numbers of cards, or no person."""

from store.sight.key import make_key
from store.sight.sight import Sight
from store.sight.viewer import Viewer

__all__ = ["Sight", "Viewer", "make_key"]
