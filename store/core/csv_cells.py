"""Cells for spreadsheets that run nothing of what a bank description says.

The rules are OWASP's: https://owasp.org/www-community/attacks/CSV_Injection
"""

# The full-width forms are what Excel makes of the plain ones under East Asian settings.
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # noqa: RUF001 - meant


def defuse(text: str | None) -> str:
    """The text as a cell that no spreadsheet takes for a formula: a leading apostrophe marks it as text."""
    if not text:
        return ""
    return f"'{text}" if text.startswith(_DANGEROUS) else text
