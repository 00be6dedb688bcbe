"""The one way out: a table is released only if the judge, shown all that was released before, recovers nothing."""
