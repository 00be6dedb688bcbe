"""Sheets: `excel`, `opendocument`, `older` (by calamine) and `separated` each hand their cells to `used`, which lays them out."""
