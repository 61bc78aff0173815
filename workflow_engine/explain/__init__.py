"""Why, why not, what is missing, what would have to change."""
