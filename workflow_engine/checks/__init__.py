"""Checks of a compiled policy: each file is one, with one page in `docs/checks/`."""
