"""Working calendars: layered hours, deadlines, elapsed working time."""
