"""Sheets: `excel`, `opendocument`, `older` and `separated` each hand their cells to `used`, which lays them out."""
