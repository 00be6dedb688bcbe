"""Delivering the plan: rounds and their answers, boards and their packs, the year's end and its report."""
