"""Files of customers: reading, checking, writing."""
