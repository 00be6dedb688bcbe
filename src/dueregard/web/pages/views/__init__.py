"""The front, Today, help, and what anybody may read, one topic a file."""
