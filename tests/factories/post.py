"""A mail server and a GOV.UK Notify of our own, on 127.0.0.1, with which mail is proved for real.

The one idea: both are small servers that keep what they took. `SmtpSink` answers each address as it is told to ("450"
once, "550" always, "cut" after the data); `FakeNotify` keeps notifications as Notify lists them, and can fail before or
after it took one.
"""

from __future__ import annotations

import json
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlparse
from uuid import UUID, uuid4

from dueregard.web.mail.models import Message

KEY = "due_regard-11111111-2222-3333-4444-555555555555-66666666-7777-8888-9999-000000000000"
TEMPLATE = "12345678-0000-0000-0000-000000000000"


class SmtpSink(socketserver.ThreadingTCPServer):
    """A mail server that keeps what it takes, in `taken`: (to, message).

    `answers` says how to answer an address: a list of replies, one for each time, such as "450 later", "550 unknown",
    "cut" (take the message and break off before saying so), "data 451 later" (refuse after the data); then it is taken.
    """

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Conversation)
        self.taken: list[tuple[str, EmailMessage]] = []
        self.answers: dict[str, list[str]] = {}
        self.greeting = "220 sink"

    @property
    def port(self) -> int:
        """Where it listens."""
        return self.server_address[1]

    def texts(self) -> list[str]:
        """Give the texts of what was taken."""
        return [message.get_content().strip() for _, message in self.taken]


class _Conversation(socketserver.StreamRequestHandler):
    server: SmtpSink
    wbufsize = 0

    def handle(self) -> None:
        self.say(self.server.greeting)
        to, answer = "", ""
        while line := self.rfile.readline():
            verb = line.split(b" ", 1)[0].strip().upper().decode()
            if verb == "EHLO":
                self.say("250 sink")
            elif verb == "RCPT":
                to = line.decode().partition("<")[2].partition(">")[0]
                waiting = self.server.answers.get(to, [])
                answer = waiting.pop(0) if waiting else "250 good"
                self.say(answer if answer[:3].isdigit() else "250 good")
            elif verb == "DATA":
                self.say("354 go on")
                if not self.take(to, answer):
                    return
            elif verb == "QUIT":
                self.say("221 bye")
                return
            else:
                self.say("250 good")

    def take(self, to: str, answer: str) -> bool:
        data = b""
        while (line := self.rfile.readline()) and line != b".\r\n":
            data += line[1:] if line.startswith(b"..") else line
        if not line:
            return False  # the other side fell silent in the middle: nothing was handed over
        if answer.startswith("data "):
            self.say(answer.removeprefix("data "))
            return True
        self.server.taken.append((to, message_from_bytes(data, policy=policy.default)))  # type: ignore[arg-type]
        if answer == "cut":
            return False
        self.say("250 taken")
        return True

    def say(self, words: str) -> None:
        self.wfile.write(words.encode() + b"\r\n")


@contextmanager
def smtp_sink() -> Iterator[SmtpSink]:
    """Run a mail server for a while."""
    with SmtpSink() as server, _running(server):
        yield server


class FakeNotify(ThreadingHTTPServer):
    """A GOV.UK Notify that keeps what it takes, in `taken`, in the shape in which Notify lists notifications.

    `answers` are statuses for the next posts: 201 takes it, "502 after" takes it and then fails, others refuse with the
    words of `words`.
    """

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Request)
        self.taken: list[dict[str, Any]] = []
        self.answers: list[int | str] = []
        self.words = "Service is not ready"
        self.is_deaf = False

    @property
    def url(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.server_address[1]}"


class _Request(BaseHTTPRequestHandler):
    server: FakeNotify

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        answer = self.server.answers.pop(0) if self.server.answers else 201
        if answer in {201, "502 after"}:
            made = {"id": str(uuid4()), "created_at": datetime.now(UTC).isoformat(), "status": "sending", **asked}
            self.server.taken.insert(0, made)
            if answer == 201:
                self.tell(201, {"id": made["id"], "reference": asked.get("reference")})
                return
        code = int(str(answer)[:3])
        self.tell(code, {"status_code": code, "errors": [{"error": "Error", "message": self.server.words}]})

    def do_GET(self) -> None:
        if self.server.is_deaf:
            self.tell(503, {"errors": [{"error": "Error", "message": "not now"}]})
            return
        asked = parse_qs(urlparse(self.path).query)
        found = [one for one in self.server.taken if one["status"] in asked.get("status", [one["status"]])]
        if "reference" in asked:
            found = [one for one in found if one.get("reference") == asked["reference"][0]]
        if "older_than" in asked:
            places = [number for number, one in enumerate(found) if one["id"] == asked["older_than"][0]]
            found = found[places[0] + 1 :] if places else []
        self.tell(200, {"notifications": found[:250], "links": {}})

    def tell(self, code: int, what: Any) -> None:
        told = json.dumps(what).encode()
        self.send_response(code)
        self.send_header("Content-Length", str(len(told)))
        self.end_headers()
        self.wfile.write(told)

    def log_message(self, *args: object) -> None:
        """Log nothing."""


@contextmanager
def fake_notify() -> Iterator[FakeNotify]:
    """Run a Notify for a while."""
    with FakeNotify() as server, _running(server):
        yield server


def failed_message(council_id: UUID, *, clash: str = "") -> UUID:
    """Keep a message of a council that could not be sent, and give its id."""
    row = Message.objects.create(
        council_id=council_id,
        key=f"tests.failed:{council_id}",
        to="nobody@mail.example",
        subject=f"Your actions{clash}",
        body="How are they going?",
        state=Message.State.FAILED,
        why="The mail server refused it: no such person",
    )
    return row.pk


@contextmanager
def _running(server: socketserver.BaseServer) -> Iterator[None]:
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        thread.join()
