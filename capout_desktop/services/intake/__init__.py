"""From what was dropped to checked documents: folders, files, PDF inspection."""
