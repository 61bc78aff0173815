"""The rules-and-workflow engine for customer-service policy."""
