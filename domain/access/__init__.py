"""Who comes in: people by their sign-ins, programs by their tokens."""
