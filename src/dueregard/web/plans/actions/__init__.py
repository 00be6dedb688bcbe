"""Writing plans, one topic a file: handing documents in, reviewing, adopting, publishing, feeds."""
