"""Widgets that several features use; they do not depend on documents."""
