"""Rules about connecting without the widget."""
