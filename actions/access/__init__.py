"""Who is let in, and what is shown to whom: sign-ins, tokens of programs, values laid open for a while."""
