"""Run every bench, one after the other, and end with 1 if one of them is over its limit."""

from __future__ import annotations

import sys

from bench import assessing, attacking, counting, delivering, protecting, read_plan, rounding

if __name__ == "__main__":
    results = [one.main() for one in (read_plan, counting, attacking, protecting, rounding, delivering, assessing)]
    sys.exit(0 if all(results) else 1)
