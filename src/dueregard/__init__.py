"""Due Regard: the open-source system with which a public body runs its equality duty.

The storeys, each importing only lower ones: `cli | web`, `demo`, `domain`, `publish | reading`, `analysis`, `terms`.
docs/ARCHITECTURE.md draws them; the import contracts in pyproject.toml hold them.
"""
