"""Intake of documents: folders, files, preflight, PDF inspection."""
