"""Diagnostics: what is told to policy authors, as values."""
