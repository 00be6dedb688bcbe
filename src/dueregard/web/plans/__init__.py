"""The council's plans as they are kept and shown: documents read in, plans adopted, actions followed."""
