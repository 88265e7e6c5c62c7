"""What a reader of the store gets to see: all, all but whole numbers of cards, no person, or no person but one."""

from store.sight.sight import PRESENTER_COOKIE, Revealing, Sight, is_presenting, sight_of
from store.sight.viewer import Viewer, make_key

__all__ = ["PRESENTER_COOKIE", "Revealing", "Sight", "Viewer", "is_presenting", "make_key", "sight_of"]
