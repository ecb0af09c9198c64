"""What develops the program: environments, sessions, translations, samples."""
