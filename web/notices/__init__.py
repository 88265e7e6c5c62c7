"""Sends what was noticed to people who are not looking: by webhooks, Slack and e-mail, from the server's process."""
