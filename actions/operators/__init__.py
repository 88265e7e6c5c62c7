"""What operators do with many links: runs over several, and cases that they work on."""
