"""Run every bench, one after the other, and end with 1 if one of them is over its limit."""

from __future__ import annotations

import sys

from bench import read_plan

if __name__ == "__main__":
    sys.exit(0 if read_plan.main() else 1)
