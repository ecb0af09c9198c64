"""Diagnostics, logs, licenses, the connection check, the update check."""
