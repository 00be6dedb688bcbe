"""The pages of this app: one, for a machine."""
