"""PDF: `reader.read` goes page by page; `words`, `ruled` and `aligned` find lines of text and tables."""
