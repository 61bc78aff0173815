"""Pages people carry: HTML from templates."""
