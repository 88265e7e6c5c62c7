"""Rules for what is handed to Belvo's support: that nothing in it names anybody."""
