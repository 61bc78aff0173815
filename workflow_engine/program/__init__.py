"""The compiled policy that every backend reads."""
