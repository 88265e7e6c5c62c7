"""Views and boards in a browser: kept there, opened in another, and put together by the keyboard as well."""
