"""Speed and size, measured beside peers in the same run."""
