"""The ledger as plain Python: canonical form, hash chain, commitments, checkpoints, verification.

Public names: `canonical.{canonical, tidied, JSON}`, `entries.{Entry, sealed, hash_of, start_of}`,
`commitments.{commit, new_salt, is_kept}`, `checkpoints.{Checkpoint, sign, read_checkpoint}`, `merkle.root`,
`keys.{SigningKey, VerifyKey}`, `bundles.{write, read}`, `verify.{verify, Verdict, Finding, Head}`.
"""
