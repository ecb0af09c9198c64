"""Development tools: environments, desktop sessions, translations, samples."""
