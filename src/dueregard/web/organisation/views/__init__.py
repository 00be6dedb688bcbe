"""Pages about an organisation, one topic a file."""
