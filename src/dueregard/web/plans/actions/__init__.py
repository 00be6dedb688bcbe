"""Writing plans, one topic a file: handing documents in, reading, reviewing, adopting, publishing, feeds.

The job that reads documents is registered by being imported here.
"""

from dueregard.web.plans.actions.reading import read_document

__all__ = ["read_document"]
