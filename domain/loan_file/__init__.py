"""What a loan file says of one person or company, and what it has to say that it does not know."""
