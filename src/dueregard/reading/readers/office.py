"""Older and other office texts (DOC, ODT, RTF) by way of LibreOffice, where it is installed.

The one idea: another program turns the file into a Word document, which our own reader then reads, so that all formats
meet the same rules. LibreOffice runs in a profile made for this one file, without macros, updates or a screen, for a
limited time, and everything it wrote is removed. Without it the reader says how to save the file as .docx.
"""

from __future__ import annotations

import shutil
import signal
import subprocess
import tempfile
from dataclasses import replace
from os import killpg
from pathlib import Path

from dueregard.reading.blocks import Blocks
from dueregard.reading.limits import Limits
from dueregard.reading.readers.doc_ending import with_last_paragraph
from dueregard.reading.readers.word import reader as word
from dueregard.reading.safe_xml import damaged
from dueregard.terms.errors import CannotBeRead

_SPOKEN = {
    "doc": "an older Word document (.doc)",
    "odt": "an OpenDocument text (.odt)",
    "rtf": "a rich text file (.rtf)",
}
_PROGRAMS = ("soffice", "libreoffice")
_PLACES = "/usr/bin:/usr/local/bin:/opt/libreoffice/program:/snap/bin"
# Macros off, no links followed, nothing remembered. Source: LibreOffice's registry, org.openoffice.Office.Common.
_SCRIPTING = "/org.openoffice.Office.Common/Security/Scripting"
_SETTINGS = (
    '<?xml version="1.0" encoding="UTF-8"?><oor:items xmlns:oor="http://openoffice.org/2001/registry">'
    + "".join(
        f'<item oor:path="{path}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>'
        for path, name, value in (
            (_SCRIPTING, "MacroSecurityLevel", 3),
            (_SCRIPTING, "DisableMacrosExecution", "true"),
            (_SCRIPTING, "BlockUntrustedRefererLinks", "true"),
            ("/org.openoffice.Office.Writer/Content/Update", "Link", 0),
            ("/org.openoffice.Setup/Office", "ooSetupInstCompleted", "true"),
        )
    )
    + "</oor:items>"
)


def program() -> str | None:
    """Give the path of the LibreOffice on this machine, None where there is none."""
    return next((found for name in _PROGRAMS if (found := shutil.which(name, path=_PLACES))), None)


def read(data: bytes, *, name: str, limits: Limits, format: str = "doc") -> Blocks:
    """Read a DOC, ODT or RTF file; `format` says which.

    Raises:  CannotBeRead where LibreOffice is not installed, takes too long, or cannot open the file.
    """
    source = with_last_paragraph(data) if format == "doc" else data
    converted = _converted(source, format=format, name=name, limits=limits)
    blocks = word.read(converted, name=name, limits=limits)
    return replace(blocks, format=format)


def _converted(data: bytes, *, format: str, name: str, limits: Limits) -> bytes:
    office = program()
    if office is None:
        raise CannotBeRead(
            f"The file is {_SPOKEN[format]}, and the program that opens such files is not installed here.",
            where=name or None,
            mend="Open it in Word or LibreOffice, choose “Save as”, “Word document (.docx)”, and send that copy.",
        )
    with tempfile.TemporaryDirectory(prefix="dueregard-") as folder:
        profile = Path(folder, "profile", "user")
        profile.mkdir(parents=True)
        (profile / "registrymodifications.xcu").write_text(_SETTINGS, encoding="utf-8")
        source = Path(folder, f"document.{format}")
        source.write_bytes(data)
        _run(office, source, folder=Path(folder), name=name, limits=limits)
        result = Path(folder, "out", "document.docx")
        if not result.is_file() or result.stat().st_size == 0:
            raise damaged(name)
        limits.check_file_size(result.stat().st_size, name=name)
        return result.read_bytes()


def _run(office: str, source: Path, *, folder: Path, name: str, limits: Limits) -> None:
    # A reading process is held to less memory than LibreOffice maps; its hard limit is meant for this.
    raise_memory = 'ulimit -S -v "$(ulimit -H -v)"; exec "$@"'
    command = [
        "/bin/sh", "-c", raise_memory, "sh",
        office, f"-env:UserInstallation=file://{folder}/profile", "--headless", "--norestore", "--nolockcheck",
        "--nodefault", "--nofirststartwizard", "--convert-to", "docx:MS Word 2007 XML",
        "--outdir", str(folder / "out"), str(source),
    ]  # fmt: skip
    process = subprocess.Popen(  # noqa: S603 - a fixed command; only our own file names are in it
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={"HOME": str(folder), "PATH": _PLACES, "LANG": "C.UTF-8", "TMPDIR": str(folder)},
        start_new_session=True,
    )
    try:
        process.wait(timeout=limits.seconds)
    except subprocess.TimeoutExpired as slow:
        raise CannotBeRead(
            f"The file took longer than {limits.seconds} seconds to open.",
            where=name or None,
            mend="Save it as a Word document (.docx) and send that copy.",
        ) from slow
    finally:
        if process.poll() is None:
            killpg(process.pid, signal.SIGKILL)
            process.wait()
