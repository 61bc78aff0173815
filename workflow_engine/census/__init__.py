"""The census of a customer base: what each rule hits, and what is missing to tell."""
