"""The decision about one customer: reference evaluator and generated row function."""
