"""Data on disk: the journal of documents, the settings and the view state. Never a key."""
