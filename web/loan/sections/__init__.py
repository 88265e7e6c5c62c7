"""The chapters of a loan file, a module each: what is known becomes blocks, and what is not is said."""
