"""Exact reasoning about regions of customers: boxes over what rules look at."""
