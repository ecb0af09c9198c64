"""Colors, icons, style sheet and theme."""
