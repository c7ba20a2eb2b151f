"""A real HTTP server on loopback that speaks the chat-completions protocol and can misbehave.

>>> from tests.servers import Reply, chat_server
>>> with chat_server(Reply("{}")) as server:
...     server.url.startswith("http://127.0.0.1:")
True
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass(frozen=True)
class Reply:
    """One answer of the server.

    `content` is what the model says: a dict is sent as its JSON.  A `status` other than 200 sends
    `error` in the providers' error shape instead.  `delay` (seconds) comes before the first byte.
    `hang_up` closes the connection: "before" any byte, or "within" the body.  `drip` (seconds)
    comes before each further piece of the body.  Asked to stream, the server sends the content in
    pieces of `piece` characters, unless `streams` is False.
    """

    content: str | dict[str, Any] | None = ""
    status: int = 200
    error: str = "told to fail"
    error_code: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    delay: float = 0.0
    hang_up: str = ""
    usage: tuple[int, int] | None = (200, 100)  # prompt and completion tokens
    finish_reason: str = "stop"
    refusal: str | None = None
    tool_calls: list[dict[str, Any]] | None = None
    body: bytes | None = None  # sent as it is, in place of all the above
    drip: float = 0.0
    piece: int = 24
    streams: bool = True

    def payload(self, model: str) -> bytes:
        """The body as it goes over the wire."""
        if self.body is not None:
            return self.body
        if self.status != 200:
            error = {"message": self.error, "type": "error", "param": None, "code": self.error_code}
            return json.dumps({"error": error}).encode()
        said = self.content if isinstance(self.content, str | None) else json.dumps(self.content)
        message = {"role": "assistant", "content": said, "refusal": self.refusal}
        if self.tool_calls:
            message |= {"tool_calls": self.tool_calls}
        answer: dict[str, Any] = {
            "id": "chatcmpl-1",
            "object": "chat.completion",
            "created": 1,
            "model": model,
            "choices": [{"index": 0, "message": message, "finish_reason": self.finish_reason}],
        }
        if self.usage is not None:
            prompt, completion = self.usage
            answer["usage"] = {
                "prompt_tokens": prompt,
                "completion_tokens": completion,
                "total_tokens": prompt + completion,
            }
        return json.dumps(answer).encode()

    def events(self, model: str, *, tell_usage: bool) -> Iterator[bytes]:
        """The same as a stream of server-sent events, one a piece."""
        said = self.content if isinstance(self.content, str | None) else json.dumps(self.content)
        pieces = [said[at : at + self.piece] for at in range(0, len(said or ""), self.piece)]
        deltas: list[tuple[dict[str, Any], str | None]] = [({"role": "assistant"}, None)]
        deltas += [({"content": piece}, None) for piece in pieces]
        deltas.append(({"refusal": self.refusal} if self.refusal else {}, self.finish_reason))
        for delta, finish in deltas:
            choice = {"index": 0, "delta": delta, "finish_reason": finish}
            yield _event(model, choices=[choice])
        if tell_usage and self.usage is not None:
            prompt, completion = self.usage
            usage = {"prompt_tokens": prompt, "completion_tokens": completion}
            usage["total_tokens"] = prompt + completion
            yield _event(model, choices=[], usage=usage)
        yield b"data: [DONE]\n\n"


def _event(model: str, **fields: Any) -> bytes:
    chunk = {"id": "chatcmpl-1", "object": "chat.completion.chunk", "created": 1, "model": model}
    return b"data: " + json.dumps(chunk | fields).encode() + b"\n\n"


@dataclass(frozen=True)
class Request:
    """What the server was asked."""

    path: str
    headers: dict[str, str]  # names in lower case
    body: dict[str, Any]

    @property
    def messages(self) -> list[dict[str, str]]:
        """The messages, in order."""
        messages: list[dict[str, str]] = self.body["messages"]
        return messages

    @property
    def text(self) -> str:
        """All that the messages say."""
        return "\n".join(message["content"] for message in self.messages)

    @property
    def schema(self) -> dict[str, Any] | None:
        """The JSON schema of `response_format`, if one was sent."""
        wanted = self.body.get("response_format") or {}
        schema: dict[str, Any] | None = wanted.get("json_schema")
        return schema


class ChatServer(ThreadingHTTPServer):
    """Gives its replies in order; the last one again for every further request."""

    daemon_threads = True

    def __init__(self, replies: tuple[Reply, ...]) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.replies = replies
        self.requests: list[Request] = []
        self.lock = threading.Lock()

    @property
    def url(self) -> str:
        """The API base to give to a client."""
        return f"http://127.0.0.1:{self.server_address[1]}/v1"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that went away is what a time-out looks like from here: nothing to say."""


class _Handler(BaseHTTPRequestHandler):
    server: ChatServer
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        headers = {name.lower(): value for name, value in self.headers.items()}
        with self.server.lock:
            turn = min(len(self.server.requests), len(self.server.replies) - 1)
            self.server.requests.append(Request(self.path, headers, body))
        reply = self.server.replies[turn]
        time.sleep(reply.delay)
        if reply.hang_up == "before":
            self.close_connection = True
            return
        model = body.get("model", "")
        if body.get("stream") and reply.streams and reply.status == 200 and reply.body is None:
            asked = body.get("stream_options") or {}
            self._stream(reply, reply.events(model, tell_usage=bool(asked.get("include_usage"))))
            return
        payload = reply.payload(model)
        self.send_response(reply.status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(payload)))
        for name, value in reply.headers.items():
            self.send_header(name, value)
        self.end_headers()
        if reply.hang_up == "within":
            payload = payload[: len(payload) // 2]
            self.close_connection = True
        if not reply.drip:
            self.wfile.write(payload)
            return
        for at in range(0, len(payload), reply.piece):
            self.wfile.write(payload[at : at + reply.piece])
            time.sleep(reply.drip)

    def _stream(self, reply: Reply, events: Iterator[bytes]) -> None:
        """Sends the events one by one; closing the connection is the end of them."""
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Connection", "close")
        self.end_headers()
        self.close_connection = True
        for number, event in enumerate(events):
            if reply.hang_up == "within" and number == 4:
                return
            self.wfile.write(event)
            time.sleep(reply.drip)

    def log_message(self, *args: object) -> None:
        """Say nothing."""


@contextmanager
def chat_server(*replies: Reply) -> Iterator[ChatServer]:
    """A server that runs while the block does."""
    server = ChatServer(replies)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def closed_port() -> int:
    """A loopback port at which nothing listens."""
    with ThreadingHTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler) as server:
        return int(server.server_address[1])
