"""Rules of the API explorer: a request without its secrets, the same as code, and what is found in an answer."""
