"""The upload queue, its attempts, and what becomes of unknown outcomes."""
