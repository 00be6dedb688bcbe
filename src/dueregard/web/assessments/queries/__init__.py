"""Every reading of this app, one topic a file."""
