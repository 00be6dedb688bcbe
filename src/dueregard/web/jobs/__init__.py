"""Long work that a person may leave: its steps, how far it is, stopping it, and going on after a restart.

Public names: worker (`job_kind`, `JobHandle`), actions (`start`, `cancel`, `try_again`), queries (`job`, `recent`).
"""
