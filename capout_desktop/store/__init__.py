"""What is kept on disk: the journal of documents and the settings. Never a key."""
