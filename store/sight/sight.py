"""How much a reader sees."""

from enum import StrEnum


class Sight(StrEnum):
    """From all to the least; what is not the whole is seen through views that stand before the tables."""

    WHOLE = "whole"  # what is pulled, sent and erased
    CLEAR = "clear"  # as people see it: no number of a card is whole
    MASKED = "masked"  # as those see it who may not see persons
