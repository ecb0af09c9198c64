"""The watched folder: its listing, its memory, and where sent files go."""
