"""Into which categories are people put, by whose list? `model` says what a list is; `catalogue` gives each by key."""
