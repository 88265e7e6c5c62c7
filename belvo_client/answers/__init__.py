"""From the text of an answer to what it says, or to the error that it is."""
