"""Balances, the cost of documents, and documents that wait for credits."""
