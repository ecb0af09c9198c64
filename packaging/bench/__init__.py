"""Benchmarks of speed and size, compared with peers measured in the same run."""
