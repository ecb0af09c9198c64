"""The upload queue, its attempts, and what becomes of unknown outcomes."""

TRANSFER_WORKER_ARGUMENT = "--transfer-worker"
"""First argument of the frozen program if it is to be the process that sends uploads."""
