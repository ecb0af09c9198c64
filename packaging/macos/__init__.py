"""Disk image for macOS."""
