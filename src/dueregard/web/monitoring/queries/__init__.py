"""Reading datasets and what is made of them, one topic a file."""
