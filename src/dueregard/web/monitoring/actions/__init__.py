"""Writing records and what is made of them, one topic a file: registering, handing in, mapping, deleting."""
