"""The front, today, help, and what the public sees."""
