"""Mail that waits, is being sent, or was sent."""

from dueregard.web.mail.models.messages import Message

__all__ = ["Message"]
