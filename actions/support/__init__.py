"""What people do to find out why, and to have others find out: calls of their own, and packets for Belvo's support."""
