"""One reader per format; each turns bytes into blocks and knows nothing of plans."""
