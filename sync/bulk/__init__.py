"""What is done to several links at once, carried out by the worker link by link."""

from sync.bulk.run import carry_out

__all__ = ["carry_out"]
