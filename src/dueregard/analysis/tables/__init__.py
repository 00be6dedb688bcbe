"""What to count, and what was counted: specifications and raw tables. Nothing here may be shown to anyone."""
