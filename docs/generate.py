"""Make the generated parts of the documents again: `make docs`.

The reference of the command line comes from the commands themselves; the pictures come from the running demo.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

DOCS = Path(__file__).resolve().parent

if __name__ == "__main__":
    for script in ("generate_cli.py", "generate_states.py", "generate_pictures.py"):
        subprocess.run([sys.executable, str(DOCS / script)], check=True)
