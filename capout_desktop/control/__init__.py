"""The person's actions, wired to the services: one module for each part of the window."""
