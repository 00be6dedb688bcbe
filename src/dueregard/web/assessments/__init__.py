"""Assessments: the register of policies and decisions, the assessments of them, what was decided, what came of it."""
