"""Balances, and what documents cost."""
