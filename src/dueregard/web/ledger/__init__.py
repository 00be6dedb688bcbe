"""The ledger kept: every write of every app is an entry here."""
