"""How the desk is set up: what is wrong with it, in words."""
