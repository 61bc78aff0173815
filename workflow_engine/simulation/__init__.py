"""Years of cases through the real kernel, on a fake clock, from a model of customers and staff."""
