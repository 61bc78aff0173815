"""The policy language: text to nodes with positions, keywords, expressions, durations."""
