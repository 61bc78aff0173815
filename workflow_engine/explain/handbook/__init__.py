"""The whole policy as sentences, for those who never open its files."""
