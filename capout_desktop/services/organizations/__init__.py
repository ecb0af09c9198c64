"""Organizations, their keys, and what CapOut says of each."""
