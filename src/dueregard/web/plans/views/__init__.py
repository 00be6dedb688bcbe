"""The pages about plans, one topic a file: documents, review, adopting, plans, actions, mine, feeds."""
