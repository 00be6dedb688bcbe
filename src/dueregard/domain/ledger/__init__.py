"""The ledger as plain Python: canonical form, hash chain, commitments, checkpoints, verification."""
