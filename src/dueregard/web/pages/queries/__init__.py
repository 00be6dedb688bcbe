"""Reading for the public and for Today, one topic a file."""
