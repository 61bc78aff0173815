"""The language server: the policy language in the editor."""
