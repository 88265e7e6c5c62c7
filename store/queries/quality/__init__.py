"""Reading for the checks of quality, link by link."""
