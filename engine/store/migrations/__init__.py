"""Brings a database's tables from any earlier release to this one. A released revision is never edited."""
