"""Organizations, their keys, and the results of testing these."""

KEYRING_WORKER_ARGUMENT = "--keyring-worker"
"""First argument of the frozen program if it is to be the keyring's process."""
