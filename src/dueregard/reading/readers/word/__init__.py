"""Word documents: `reader.read` walks the body; `styles`, `numbering` and `runs` answer what it asks on the way."""
