"""Sending mail: one queue, each message once, at a steady pace, by SMTP, GOV.UK Notify or the demo's outbox."""
