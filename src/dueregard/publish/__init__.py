"""Documents out: one document model, written as HTML, Word, PDF and sheets."""
