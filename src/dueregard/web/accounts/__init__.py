"""Who signs in, and how: people, passwords, codes, second steps, single sign-on, tokens, and the demo's outbox.

Public names: actions (invite no one here: see organisation), queries (`person_for_basic`, `person_card`), adapters.
"""
