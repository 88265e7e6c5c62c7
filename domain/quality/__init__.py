"""How far what is stored of a link can be trusted: checks, their verdicts, and the score that they make."""
