"""The pages of this app, one topic a file."""
