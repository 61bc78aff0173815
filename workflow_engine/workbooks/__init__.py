"""Tables of a policy as workbooks, out and in again."""
