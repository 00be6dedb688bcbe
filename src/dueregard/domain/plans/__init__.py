"""What an equality action plan is and does: read from blocks, checked, compared, printed."""
