"""The screens that pictures are taken of, by subject."""
