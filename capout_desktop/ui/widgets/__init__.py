"""Widgets that several features use; they know nothing of documents."""
