"""Intake of documents: folders, files, preflight, PDF inspection."""

PDF_WORKER_ARGUMENT = "--pdf-worker"
"""First argument of the frozen program if it is to be the PDF worker."""
