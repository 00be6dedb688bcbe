"""What people fill in about plans, one topic a file: handing in, values, questions, matches, levels, publishing."""
