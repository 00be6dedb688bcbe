"""The rules behind `check`: a table of rules, the words they look for, and what they say of an action and of a plan."""
