"""Whom to compare with: official figures for every authority, with source, date, method and attribution."""
