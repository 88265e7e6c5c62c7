"""What Belvo's own description of its API says: operations, what they take, and what they answer."""
