"""A shop that embeds the Connect Widget: the code that integrators come to look up (docs/integrate.md)."""

from web.demo.routes import routes

__all__ = ["routes"]
