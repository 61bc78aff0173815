"""Model to program: the only place where names are resolved and types checked."""
