"""Help menu: about, shortcuts, connection check, updates."""
