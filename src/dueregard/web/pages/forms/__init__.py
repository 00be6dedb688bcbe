"""The forms of pages that bring two apps together, one topic a file."""
