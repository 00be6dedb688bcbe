"""The web half: a Django app per capability, each with the same files."""
