"""The handlers, a module a product."""
