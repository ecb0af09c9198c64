"""Store of all documents, its journal, and the documents submitted elsewhere."""
