"""Follows the status of every document that CapOut has."""
