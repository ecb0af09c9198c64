"""Files that are sent from the outbox: copies of temporary files, attachments, changed PDFs."""
