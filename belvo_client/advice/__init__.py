"""What Belvo's error codes mean and what to do about them, in English, Spanish and Portuguese."""

from belvo_client.advice.lookup import LANGUAGES, Advice, Language, advice_for

__all__ = ["LANGUAGES", "Advice", "Language", "advice_for"]
