"""Database migrations of the monitoring app."""
