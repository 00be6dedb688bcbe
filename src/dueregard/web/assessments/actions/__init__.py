"""Every write of this app, one topic a file."""
