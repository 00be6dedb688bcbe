"""Numbers, one way only: records → tables → disclosure control → released tables → statistics."""
