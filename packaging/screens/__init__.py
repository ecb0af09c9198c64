"""Screens for screenshots, by subject."""
