"""Rows as files: one format a module behind one shape, each written as it is read, in memory that stays small."""
