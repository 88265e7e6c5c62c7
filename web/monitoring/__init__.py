"""What programs that watch the desk ask: whether it works, and how much of everything there is."""
