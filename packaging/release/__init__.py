"""What every system's packages are made of."""
