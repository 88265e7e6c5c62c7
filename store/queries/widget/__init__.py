"""What is asked of sessions of the Connect Widget."""
