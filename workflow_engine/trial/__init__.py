"""Policy tests: what authors expect of their policy, what was exercised, what is missing."""
