"""Mail that waits, is being sent, or was sent."""

from dueregard.web.mail.models.messages import Message
from dueregard.web.mail.models.pace import Pace

__all__ = ["Message", "Pace"]
