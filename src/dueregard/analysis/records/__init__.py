"""Rows about people: what each column is, what must be left out, and every fault with its place."""
