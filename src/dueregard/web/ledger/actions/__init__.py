"""Writing to the ledger and taking it elsewhere, one topic a file."""

from dueregard.web.ledger.actions.backing_up import back_up
from dueregard.web.ledger.actions.checkpoints import make_key, record_check, write_bundle, write_checkpoints
from dueregard.web.ledger.actions.erasing import erase_personal
from dueregard.web.ledger.actions.recording import NotRecorded, Personal, record
from dueregard.web.ledger.actions.restoring import check_backup, record_restored, restore

__all__ = [
    "NotRecorded",
    "Personal",
    "back_up",
    "check_backup",
    "erase_personal",
    "make_key",
    "record",
    "record_check",
    "record_restored",
    "restore",
    "write_bundle",
    "write_checkpoints",
]
