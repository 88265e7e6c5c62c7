"""What the page of queries is made of."""
