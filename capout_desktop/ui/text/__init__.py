"""Formatting of figures, problems in words, languages."""
