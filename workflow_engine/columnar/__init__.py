"""The columnar backend: one policy over whole frames of customers, with the reference's answers."""
