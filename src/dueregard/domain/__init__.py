"""The duties of a council as plain Python: one room per capability, no Django, no database."""
