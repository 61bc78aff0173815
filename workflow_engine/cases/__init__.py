"""Cases: recovery, feedback and the author's own processes, event by event."""
