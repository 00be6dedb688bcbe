"""What was before whom, when? The bundle of a decision: its record, its files, its proof, the redacted form."""
