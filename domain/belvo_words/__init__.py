"""Belvo's own names as people read them: marked here, so that they can be said in other languages."""
