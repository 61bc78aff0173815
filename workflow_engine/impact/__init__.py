"""What a changed policy changes: in words, and on the customer base."""
