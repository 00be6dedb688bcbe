"""Long work: steps, progress, cancelling, going on after a restart."""
