"""How the server runs: where it listens, how it speaks, and who knows of it."""
