"""Keep datasets, count them, release tables, and show indicators, findings and the Census."""
