"""What the cells of an entry say, field by field: `cells`, `times`, `states`, all written into a `drafts.Draft`."""
