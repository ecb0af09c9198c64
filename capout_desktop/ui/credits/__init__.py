"""The credits left, what expires, and what documents cost."""
