"""What it costs, beside what a user would pick instead. `make bench` runs it; nothing here is a test."""
