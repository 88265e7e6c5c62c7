"""What nobody waits for: each link once a day, with as few calls as tell that nothing is new."""
