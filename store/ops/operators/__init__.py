"""What operators do with many links: cases that they work on, runs over several, addresses that they hand out."""
