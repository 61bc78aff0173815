"""Drawings by hand: measuring and wrapping text of both languages, and writing safe SVG."""
