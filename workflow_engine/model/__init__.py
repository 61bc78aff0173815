"""What authors write, one file per section."""
