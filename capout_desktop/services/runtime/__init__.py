"""Tasks, threads, clock and files that the other services share."""
