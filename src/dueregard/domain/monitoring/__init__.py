"""Monitoring: who is over- and under-represented, who is worst off, how sure one can be, and what is done about it."""
