"""Hold the container files to what can be checked without an engine: hadolint, the compose schema, our settings.

Every setting that production needs must be named in `.env.example`, which `docker compose` reads as `.env`.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def dockerfile_faults(path: Path) -> list[str]:
    """Ask hadolint, where it is installed (its package has Linux x86-64 only)."""
    tool = shutil.which("hadolint", path=str(Path(sys.executable).parent)) or shutil.which("hadolint")
    if tool is None:
        return []
    run = subprocess.run([tool, str(path)], capture_output=True, text=True, check=False)
    return (run.stdout + run.stderr).splitlines() if run.returncode else []


def compose_faults(text: str) -> list[str]:
    """Parse the compose file by the compose specification; and say what the specification lets pass."""
    from compose_spec import PyCompose

    try:
        PyCompose.from_yaml(text).validate()
    except Exception as fault:  # noqa: BLE001  # whatever the parser raises is the finding
        return [f"compose.yaml: {fault}"]
    return [] if '"127.0.0.1:' in text else ["compose.yaml: publish ports on 127.0.0.1 only; a proxy stands in front"]


def settings_faults(settings: str, example: str) -> list[str]:
    """Say which settings production needs (`_need` in settings.py) that `.env.example` does not name."""
    needed = set(re.findall(r'_need\(\s*"([A-Z_]+)"', settings)) - {"DATABASE_URL"}
    named = set(re.findall(r"^#?\s*([A-Z_]+)=", example, flags=re.MULTILINE))
    return [f".env.example: does not name {name}" for name in sorted(needed - named)]


if __name__ == "__main__":
    wrong = [
        *dockerfile_faults(ROOT / "Dockerfile"),
        *compose_faults((ROOT / "compose.yaml").read_text()),
        *settings_faults((ROOT / "src/dueregard/web/settings.py").read_text(), (ROOT / ".env.example").read_text()),
    ]
    print("\n".join(wrong) or "container files are sound")
    sys.exit(bool(wrong))
