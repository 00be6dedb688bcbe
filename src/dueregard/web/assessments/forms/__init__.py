"""The forms of this app, one topic a file."""
