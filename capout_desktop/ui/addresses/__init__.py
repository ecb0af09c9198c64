"""The address book, and every place where an XactNet address is chosen."""
