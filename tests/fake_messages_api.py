"""A faithful fake of the Messages API on loopback: scripted, streaming, refusing what the real one refuses; standard library only.

Each request takes the next step of a script, or of `answers`, a function from the request's body to a step. A step is a
dictionary; what it does not say is as in a good answer: text, stop, usage, delay, status, type, code, headers, location,
drop_after, eof_after, stall_after, error_after (pieces of text), html, garbage.
"""

import contextlib
import itertools
import json
import socket
import threading
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

EMPTY = json.dumps({name: [] for name in ("changes", "choices", "conclusions", "concerns", "questions", "dissents", "findings")})
TYPES = {
    400: "invalid_request_error", 401: "authentication_error", 402: "billing_error", 403: "permission_error", 404: "not_found_error",
    408: "timeout_error", 409: "conflict_error", 413: "request_too_large", 429: "rate_limit_error", 529: "overloaded_error",
}  # fmt: skip
FORBIDDEN = ("temperature", "top_p", "top_k")
EFFORTS = ("low", "medium", "high", "xhigh", "max")
KNOWN = {
    "title",
    "description",
    "type",
    "properties",
    "required",
    "additionalProperties",
    "items",
    "anyOf",
    "enum",
    "const",
    "$ref",
    "$defs",
    "allOf",
    "format",
}
PIECE = 64
TOKEN_BYTES = 4


class FakeMessagesApi(ThreadingHTTPServer):
    """`log` holds what arrived; `received` counts bytes of bodies; `cache` remembers prefixes as the real one does."""

    daemon_threads = True

    def __init__(self, *steps: dict, answers: Callable[[dict], dict] | None = None, models: dict | None = None) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.steps = list(steps)
        self.answers = answers
        self.models = models or {}
        self.log: list[dict] = []
        self.cache: dict[str, int] = {}
        self.received = 0
        self.told: Callable[[dict], None] = lambda usage: None
        self.flying = self.most_flying = 0
        self.lock = threading.Lock()
        self.numbers = itertools.count(1)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    @property
    def messages(self) -> list[dict]:
        return [entry["body"] for entry in self.log if entry["path"] == "/v1/messages"]

    def __enter__(self) -> "FakeMessagesApi":
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.shutdown()
        self.server_close()

    def handle_error(self, *_: object) -> None:
        """A client that hangs up is no failure of the fake."""


class Refusal(Exception):
    """A request the real service refuses."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: FakeMessagesApi

    def log_message(self, *_: object) -> None:
        pass

    def do_GET(self) -> None:
        self._begin(b"")
        name = self.path.split("?")[0].removeprefix("/v1/models/")
        if self.path.startswith("/v1/models/") and self.server.models.get(name, {}) is not None:
            return self._json(200, model_row(name, self.server.models.get(name, {})))
        return self._error({"status": 404})

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("content-length") or 0))
        self._begin(body)
        try:
            told = self._checked(body)
        except Refusal as refusal:
            return self._error({"status": refusal.status, "message": str(refusal)})
        with self.server.lock:
            step = self.server.steps.pop(0) if self.server.steps else (self.server.answers(told) if self.server.answers else {})
            self.server.flying += 1
            self.server.most_flying = max(self.server.most_flying, self.server.flying)
        try:
            with contextlib.suppress(BrokenPipeError, ConnectionResetError):
                self._answer(told, step)
        finally:
            with self.server.lock:
                self.server.flying -= 1

    def _begin(self, body: bytes) -> None:
        self.request_id = f"req_{next(self.server.numbers):06d}"
        told = json.loads(body) if body else {}
        entry = {"path": self.path.split("?")[0], "headers": dict(self.headers), "body": told, "at": time.monotonic()}
        with self.server.lock:
            self.server.received += len(body)
            self.server.log.append(entry)

    def _checked(self, body: bytes) -> dict:
        """Refuse what the real service refuses."""
        headers, told = self.headers, json.loads(body)
        if not (headers.get("x-api-key") or headers.get("authorization", "").startswith("Bearer ")):
            raise Refusal(401, "missing credentials")
        if headers.get("anthropic-version") != "2026-10-21":
            raise Refusal(400, "anthropic-version: header is required")
        if "application/json" not in headers.get("content-type", ""):
            raise Refusal(400, "content-type must be application/json")
        if self.path.split("?")[0] != "/v1/messages":
            raise Refusal(404, "no such route")
        wrong = next((name for name in FORBIDDEN if name in told), None)
        if wrong:
            raise Refusal(400, f"{wrong}: not supported")
        if not isinstance(told.get("max_tokens"), int) or told["max_tokens"] < 0:
            raise Refusal(400, "max_tokens: must be a whole number")
        if not told.get("stream") and told["max_tokens"] > 21333:
            raise Refusal(400, "streaming is required")
        check_turns(told.get("messages", []))
        check_config(told.get("output_config", {}))
        marks = json.dumps([told.get("system"), told["messages"]]).count('"cache_control"')
        if marks > 4:
            raise Refusal(400, "a maximum of 4 blocks with cache_control may be provided")
        return told

    def _answer(self, told: dict, step: dict) -> None:
        time.sleep(step.get("delay", 0))
        if step.get("drop"):
            self.close_connection = True
            self.connection.shutdown(socket.SHUT_RDWR)
        elif "location" in step:
            self._plain(step.get("status", 307), b"", "text/plain", {"headers": {"location": step["location"]}})
        elif "html" in step:
            self._plain(200, step["html"].encode(), "text/html")
        elif step.get("status", 200) != 200:
            self._error(step)
        else:
            self._stream(told, step)

    def _stream(self, told: dict, step: dict) -> None:
        text, usage = step.get("text", EMPTY), {**self._usage(told, step), **step.get("usage", {})}
        self.server.told(usage)
        self.send_response(200)
        self._common(step)
        self.send_header("content-type", "text/event-stream; charset=utf-8")
        self.send_header("transfer-encoding", "chunked")
        self.end_headers()
        if step.get("garbage"):
            self._chunk(f"event: message_start\ndata: {step['garbage']}\n\n".encode())
            return self._chunk(b"")
        message = {
            "id": f"msg_{self.request_id}", "type": "message", "role": "assistant", "model": told["model"], "content": [],
            "stop_reason": None, "stop_sequence": None, "stop_details": None, "usage": {**usage, "output_tokens": 1},
        }  # fmt: skip
        self._event("message_start", {"message": message})
        self._event("ping", {})
        if text:
            self._event("content_block_start", {"index": 0, "content_block": {"type": "text", "text": ""}})
            if not self._pieces(text, step):
                return None
            self._event("content_block_stop", {"index": 0})
        delta = {"stop_reason": step.get("stop", "end_turn"), "stop_sequence": None, "stop_details": step.get("stop_details")}
        self._event("message_delta", {"delta": delta, "usage": usage})
        self._event("message_stop", {})
        return self._chunk(b"")

    def _pieces(self, text: str, step: dict) -> bool:
        size = max(PIECE, len(text) // 400)
        for number, start in enumerate(range(0, len(text), size)):
            if step.get("drop_after") == number:
                self.close_connection = True
                self.connection.shutdown(socket.SHUT_RDWR)
                return False
            if step.get("eof_after") == number:
                self._chunk(b"")
                return False
            if step.get("error_after") == number:
                error = {"type": step.get("type", "overloaded_error"), "message": step.get("message", "overloaded")}
                self._event("error", {"error": error, "request_id": self.request_id})
                self._chunk(b"")
                return False
            if step.get("stall_after") == number:
                time.sleep(step["stall"])
            self._event("content_block_delta", {"index": 0, "delta": {"type": "text_delta", "text": text[start : start + size]}})
        return True

    def _usage(self, told: dict, step: dict) -> dict:
        """Count tokens of the prompt as the real cache does: a front that was marked before is read, a new one is written."""
        front, read, written = told["model"] + json.dumps(told.get("output_config", {}).get("format")), 0, 0
        total = 0
        blocks = [*told.get("system", []), *(block for turn in told["messages"] for block in turn["content"])]
        with self.server.lock:
            for block in blocks:
                front += block["text"]
                total += -(-len(block["text"].encode()) // TOKEN_BYTES)
                if "cache_control" in block:
                    if front in self.server.cache:
                        read = total
                    else:
                        self.server.cache[front] = written = total
        return {
            "input_tokens": total - max(read, written),
            "cache_creation_input_tokens": max(0, written - read),
            "cache_read_input_tokens": read,
            "output_tokens": max(1, -(-len(step.get("text", EMPTY)) // TOKEN_BYTES)),
        }

    def _common(self, step: dict) -> None:
        self.send_header("request-id", self.request_id)
        self.send_header("anthropic-organization-id", "00000000-0000-0000-0000-000000000000")
        for name, value in step.get("headers", {}).items():
            self.send_header(name, value)

    def _error(self, step: dict) -> None:
        status = step["status"]
        details = {"error_code": step["code"]} if "code" in step else None
        error = {"type": step.get("type", TYPES.get(status, "api_error")), "message": step.get("message", "fake"), "details": details}
        self._json(status, {"type": "error", "error": error, "request_id": self.request_id}, step)

    def _json(self, status: int, told: dict, step: dict | None = None) -> None:
        self._plain(status, json.dumps(told).encode(), "application/json", step or {})

    def _plain(self, status: int, content: bytes, kind: str, step: dict | None = None) -> None:
        self.send_response(status)
        self._common(step or {})
        self.send_header("content-type", kind)
        self.send_header("content-length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def _event(self, name: str, told: dict) -> None:
        self._chunk(f"event: {name}\ndata: {json.dumps({'type': name, **told})}\n\n".encode())

    def _chunk(self, content: bytes) -> None:
        self.wfile.write(b"%x\r\n%s\r\n" % (len(content), content))
        self.wfile.flush()


def check_turns(turns: list[dict]) -> None:
    if not turns:
        raise Refusal(400, "messages: at least one message is required")
    for place, turn in enumerate(turns):
        if turn["role"] != ("assistant" if place % 2 else "user"):
            raise Refusal(400, "messages: roles must alternate")
        for block in turn["content"]:
            if not block["text"].strip():
                raise Refusal(400, "messages: text content blocks must contain non-whitespace text")
    if turns[-1]["role"] == "assistant":
        raise Refusal(400, "this model does not support prefilling")


def check_config(config: dict) -> None:
    if config.get("effort") not in (None, *EFFORTS):
        raise Refusal(400, "output_config.effort: unknown")
    form = config.get("format")
    if form is None:
        return
    nodes, unions, optional = [form["schema"]], 0, 0
    for node in nodes:
        unknown = {word for word in node if word not in KNOWN}
        if unknown:
            raise Refusal(400, f"output_config.format.schema: {sorted(unknown)} are not supported")
        unions += "anyOf" in node or isinstance(node.get("type"), list)
        if node.get("type") == "object":
            if node.get("additionalProperties") is not False:
                raise Refusal(400, "output_config.format.schema: additionalProperties must be false")
            optional += len(set(node["properties"]) - set(node.get("required", [])))
            nodes += node["properties"].values()
        nodes += [node["items"]] if "items" in node else []
        nodes += node.get("anyOf", [])
    if unions > 16 or optional > 24 or len(json.dumps(form)) > 7000:
        raise Refusal(400, "The compiled grammar is too large, which would cause performance issues.")


def model_row(name: str, told: dict) -> dict:
    def yes(supported: bool = True) -> dict:
        return {"supported": supported}

    able = {
        "batch": yes(), "citations": yes(), "code_execution": yes(), "context_management": yes(), "image_input": yes(), "pdf_input": yes(),
        "server_tools": {"supported": True, "code_execution": yes(), "web_search": yes()},
        "structured_outputs": yes(told.get("structured", True)),
        "effort": {"supported": True, **{effort: yes(effort in told.get("efforts", EFFORTS)) for effort in EFFORTS}},
        "thinking": {"supported": True, "types": {"adaptive": yes(told.get("adaptive", True)), "enabled": yes(False)}},
    }  # fmt: skip
    return {
        "type": "model", "id": name, "display_name": name, "created_at": "2026-01-01T00:00:00Z", "capabilities": able,
        "lifecycle": "active", "max_input_tokens": 1_000_000, "max_tokens": told.get("max_tokens", 128_000),
    }  # fmt: skip
