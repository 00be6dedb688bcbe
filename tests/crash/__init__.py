"""Programs that crash tests start, and kill."""
