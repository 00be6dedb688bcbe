"""Monitoring: records kept for equality monitoring, what is counted from them, released, and found."""
