"""Watched folder: its listing, its stored decisions, and its sent files."""
