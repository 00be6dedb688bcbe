"""Equality action plans: brought in, reviewed, kept, shown."""
