"""Diagnostics, logs, licenses, connection check, update check."""
