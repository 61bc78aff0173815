"""Service blueprints: what they say in numbers, and how they are drawn."""
