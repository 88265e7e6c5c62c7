"""Plain HTTP beside the pages."""
