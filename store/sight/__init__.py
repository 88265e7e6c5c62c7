"""What a reader of the store gets to see: all, all but whole numbers of cards, or no person."""

from store.sight.sight import PRESENTER_COOKIE, Sight, is_presenting, sight_of
from store.sight.viewer import Viewer, make_key

__all__ = ["PRESENTER_COOKIE", "Sight", "Viewer", "is_presenting", "make_key", "sight_of"]
