"""What people see who may not see persons: a mask in place of each personal value, the same one everywhere."""

from domain.masking.masks import Masks, Revealed
from domain.masking.people import Known

__all__ = ["Known", "Masks", "Revealed"]
