"""Tracking of the status of all documents that CapOut has."""
