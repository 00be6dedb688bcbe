"""Commands of this app: each calls actions only."""
