"""Search for faults that the tests do not find: `dev.py mutants`."""
