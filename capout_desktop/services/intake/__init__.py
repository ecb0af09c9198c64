"""Intake of documents: folders, files, preflight, PDF inspection."""

PDF_WORKER_ARGUMENT = "--pdf-worker"
"""First argument of the frozen program if it is to be the PDF worker."""
IN_BACKGROUND = "in-background"
"""Further argument of a PDF worker that lets all other programs go first."""
OPENS_CONTAINERS = "opens-containers"
"""Further argument of a PDF worker that also reads mails and archives."""
