"""What a program that watches the desk counts: how much there is now, and how much has come since it began to look."""
