"""What does it cost to read a plan? `dueregard plan read`, beside a plain dump of the same file by its library.

The one idea: the whole command is measured from outside, as a person waits for it: start of Python, child process and
all. A plain dump (python-docx, pdfplumber) is what somebody would write instead; it gives cells, not actions, so the
ratio is the price of understanding. Limits: Word under 1 s, PDF under 5 s, 300 MB for all processes together.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from bench.documents import pdf_document, word_document

RUNS = 3
MOST_MB = 300
MOST_SECONDS = {".docx": 1.0, ".pdf": 5.0}
_SHARED = Path(__file__).resolve().parents[2] / "shared" / "documents" / "binary"
_OURS = [sys.executable, "-c", "from dueregard.cli.main import main; main()", "plan", "read", "--format", "json"]
_PLAIN = {
    ".docx": (
        "import sys, docx\n"
        "for table in docx.Document(sys.argv[1]).tables:\n"
        "    for row in table.rows:\n"
        "        print([cell.text for cell in row.cells])"
    ),
    ".pdf": (
        "import sys, pdfplumber\n"
        "with pdfplumber.open(sys.argv[1]) as pages:\n"
        "    for page in pages.pages:\n"
        "        print(page.extract_tables())"
    ),
}


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds of the best run, and the most memory that all its processes held together in any run."""

    seconds: float
    megabytes: float
    ended_well: bool


def main() -> bool:
    """Print the costs; say whether all are under their limits."""
    with tempfile.TemporaryDirectory() as folder:
        made = [Path(folder) / "made-up-63-actions.docx", Path(folder) / "made-up-63-actions.pdf"]
        made[0].write_bytes(word_document())
        made[1].write_bytes(pdf_document())
        real = sorted(p for p in _SHARED.glob("*") if p.suffix in _PLAIN and "scan" not in p.name)
        print(f"Reading a plan: the best of {RUNS} runs, most memory of all processes together")
        print(f"{'document':34}{'ours':>9}{'plain':>9}{'ratio':>7}{'ours MB':>9}{'plain MB':>9}  limit")
        fits = [_line(document) for document in (*made, *real)]
    return all(fits)


def _line(document: Path) -> bool:
    ours = cost([*_OURS, str(document)])
    plain = cost([sys.executable, "-c", _PLAIN[document.suffix], str(document)])
    most = MOST_SECONDS[document.suffix]
    fits = ours.ended_well and ours.seconds < most and ours.megabytes < MOST_MB
    print(
        f"{document.name:34}{ours.seconds:8.2f}s{plain.seconds:8.2f}s{ours.seconds / plain.seconds:7.2f}"
        f"{ours.megabytes:9.0f}{plain.megabytes:9.0f}  {'under' if fits else 'OVER'} {most:g} s, {MOST_MB} MB"
    )
    return fits


def cost(command: list[str]) -> Cost:
    """Run a command a few times and measure it with all the processes it starts."""
    seconds: list[float] = []
    megabytes = 0.0
    well = True
    for _ in range(RUNS):
        before = time.perf_counter()
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        while process.poll() is None:
            megabytes = max(megabytes, _resident(process.pid))
            time.sleep(0.005)
        seconds.append(time.perf_counter() - before)
        well = well and process.returncode == 0
    return Cost(min(seconds), megabytes, well)


def _resident(pid: int) -> float:
    """Megabytes that a process and those it started hold now; 0 where the system does not say."""
    try:
        status = Path(f"/proc/{pid}/status").read_text(encoding="ascii", errors="replace")
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
    except OSError:
        return 0.0
    own = next((int(line.split()[1]) / 1024 for line in status.splitlines() if line.startswith("VmRSS:")), 0.0)
    return own + sum(_resident(int(child)) for child in children)


if __name__ == "__main__":
    sys.exit(0 if main() else 1)
