"""Organizations, their keys, and the results of testing these."""
