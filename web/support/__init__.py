"""What is handed to Belvo's support, or kept as a test: packets and recordings, with aliases for everybody."""
