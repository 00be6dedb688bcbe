"""The made-up councils, built as people would build them, and what goes from one capability to another."""
