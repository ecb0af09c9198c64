"""Installer for Windows."""
