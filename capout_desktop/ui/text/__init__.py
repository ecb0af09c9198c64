"""Number formatting, texts of problems, languages."""
