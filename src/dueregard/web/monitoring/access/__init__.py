"""Who may do what with records and figures, one topic a file."""
