"""What may be seen: released tables, their dimensions, cells and marks, and the files they are kept in. Values only."""
