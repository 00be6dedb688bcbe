"""Reading plans, one topic a package file: plans whole, lists of actions, one action, imports, feeds."""
