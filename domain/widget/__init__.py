"""Rules about sessions of the Connect Widget: how far somebody came, on what, and how it ended."""
