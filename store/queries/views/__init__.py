"""What is seen of saved views, and what has changed of their rows."""
