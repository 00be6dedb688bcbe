"""Who may do what in this app, one topic a file."""
