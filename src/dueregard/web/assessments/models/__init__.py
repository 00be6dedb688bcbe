"""What is kept of assessments and decisions, one topic a file: each file gives its models, and all are gathered."""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules

for _found in iter_modules(__path__):
    import_module(f"{__name__}.{_found.name}")
