"""The store of all documents, its journal, and what was submitted elsewhere."""
