"""Runs over a whole customer base: files in, tables out, on one machine or on Spark."""
