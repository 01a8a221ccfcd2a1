"""A request in, its outcome out: the one module that speaks to the Messages API, always streaming, never following a redirect.

The SDK's own retries are off: it waits as long as a server tells it to, and does not retry what breaks in mid-stream. It
gets no output type either: it would raise on a truncated answer before the reason for the end is known.
"""

import re
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from designgen.engines.claude.outcome import Kind, Outcome, Request
from designgen.engines.claude.stream import Reading
from designgen.engines.revision.envelope import schema
from designgen.engines.revision.parsing import MOST_BYTES
from designgen.engines.revision.texts import mended
from designgen.model.errors import EngineError

CONNECT_S, IDLE_S = 5.0, 60.0
SECRET = re.compile(r"sk-[A-Za-z0-9_-]{6,}|Bearer\s+\S+", re.IGNORECASE)
LONGEST = 240
NO_CREDENTIALS = (
    "no credentials were found; set ANTHROPIC_API_KEY, or sign in so that a profile in the configuration folder of anthropic holds them"
)


@dataclass(frozen=True)
class Abilities:
    """What a model can do, as far as its service tells."""

    structured: bool = True
    thinking: bool = False
    efforts: frozenset[str] = frozenset({"low", "medium", "high"})
    max_tokens: int | None = None


class Service:
    """A connection to the Messages API; made when it is first needed, shared by all requests of a build."""

    def __init__(self, cancelled: threading.Event) -> None:
        self._cancelled = cancelled
        self._lock = threading.Lock()
        self._client: Any = None

    def abilities(self, model: str) -> Abilities:
        """Return what a model can do; what a service does not tell is assumed."""
        import anthropic
        import httpx2

        try:
            told = self._connection().models.retrieve(model)
            able = told.capabilities
            efforts = (
                {name for name in ("low", "medium", "high", "xhigh", "max") if _has(getattr(able.effort, name, None))} if able else set()
            )
            return Abilities(
                structured=_has(able.structured_outputs) if able else True,
                thinking=_has(able.thinking.types.adaptive) if able else False,
                efforts=frozenset(efforts) if able and _has(able.effort) else frozenset() if able else Abilities().efforts,
                max_tokens=told.max_tokens or None,
            )
        except (anthropic.AnthropicError, httpx2.HTTPError, ValueError, TypeError, AttributeError, KeyError):
            return Abilities()

    def send(self, request: Request, begun: Callable[[], None]) -> Outcome:
        """Send a request and read its answer to the end; `begun` is called when the answer begins."""
        import anthropic
        import httpx2

        client, reading = self._connection(), Reading()
        try:
            with client.messages.stream(**_arguments(request)) as stream:
                return self._read(stream, reading, begun)
        except anthropic.APIStatusError as problem:
            return self._refused(problem, reading)
        except (anthropic.APIConnectionError, httpx2.HTTPError, anthropic.APIError) as problem:
            return self._interrupted(problem, reading)
        except anthropic.AnthropicError as problem:
            return Outcome("denied", detail=self._words(str(problem)), billed=False)
        except (ValueError, TypeError, LookupError, AttributeError, AssertionError, RuntimeError):
            return reading.broken("foreign", "something between you and the service answers in another form than the service does")

    def _read(self, stream: Any, reading: Reading, begun: Callable[[], None]) -> Outcome:
        kind = stream.response.headers.get("content-type", "")
        if "text/event-stream" not in kind:
            return Outcome("foreign", detail=f"something between you and the service answers with {mended(kind)[:60] or 'no type'}")
        for event in stream:
            begun()
            reading.take(event)
            if self._cancelled.is_set():
                return reading.broken("cancelled", "the build was interrupted")
            if len(reading.text) > MOST_BYTES:
                return Outcome("answered", text=reading.text, received=reading.received)
        return reading.ended()

    def _connection(self) -> Any:
        """Return the client; EngineError if there are no credentials for it."""
        import anthropic
        import httpx2

        with self._lock:
            if self._client is None:
                try:
                    made = anthropic.Anthropic(
                        max_retries=0,
                        timeout=httpx2.Timeout(IDLE_S, connect=CONNECT_S),
                        http_client=anthropic.DefaultHttpxClient(follow_redirects=False),
                    )
                except (anthropic.AnthropicError, ValueError) as problem:
                    raise EngineError(f"{NO_CREDENTIALS} ({self._words(str(problem))})") from None
                if not (made.api_key or made.auth_token or made.credentials):
                    raise EngineError(NO_CREDENTIALS)
                self._client = made
            return self._client

    def _refused(self, problem: Any, reading: Reading) -> Outcome:
        headers = problem.response.headers
        kind = _kind(problem.status_code, problem.type or "", problem.error_code or "")
        words = self._words(problem.api_message or problem.message)
        if kind == "redirected":
            words = f"a redirect to `{_host(headers.get('location', ''))}` was refused"
        hopeless = headers.get("x-should-retry") == "false"
        if reading.usage is None:
            return Outcome(kind, detail=words, billed=False, wait=_seconds(headers), hopeless=hopeless)
        broken = reading.broken(kind, words)
        return Outcome(kind, detail=words, usage=broken.usage, received=broken.received, wait=_seconds(headers), hopeless=hopeless)

    def _interrupted(self, problem: Exception, reading: Reading) -> Outcome:
        chain = " ".join(f"{type(one).__name__} {one}" for one in _causes(problem))
        if "CERTIFICATE_VERIFY_FAILED" in chain:
            return Outcome("untrusted", detail="the certificate of the service is not trusted by this machine", billed=False)
        never_sent = "Connect" in chain and reading.usage is None
        found = reading.broken("transient", f"the connection failed ({type(problem).__name__})")
        return Outcome("transient", detail=found.detail, usage=found.usage, received=found.received, billed=not never_sent)

    def _words(self, text: str) -> str:
        """Return what a service says without anything that is secret or steers a screen."""
        for secret in (getattr(self._client, "api_key", None), getattr(self._client, "auth_token", None)):
            text = text.replace(secret, "…") if secret else text
        plain = "".join(sign if sign.isprintable() else " " for sign in SECRET.sub("…", text))
        return mended(plain)[:LONGEST] or "no reason given"


def _arguments(request: Request) -> dict[str, Any]:
    """Return the arguments of one request: what all personas share ends in a mark of the cache, and so does this persona's own prompt."""
    mark = {"type": "ephemeral"}
    system: list[dict[str, Any]] = [{"type": "text", "text": text} for text in request.system]
    system[-1:] = [{**system[-1], "cache_control": mark}]
    messages: list[dict[str, Any]] = []
    for place, text in enumerate(request.turns):
        block: dict[str, Any] = {"type": "text", "text": text}
        if place == 0:
            block["cache_control"] = mark
        messages.append({"role": "assistant" if place % 2 else "user", "content": [block]})
    config: dict[str, Any] = {"effort": request.effort} if request.effort else {}
    if request.structured:
        config["format"] = {"type": "json_schema", "schema": schema()}
    return {
        "model": request.model,
        "max_tokens": request.max_tokens,
        "system": system,
        "messages": messages,
        **({"output_config": config} if config else {}),
        **({"thinking": {"type": "adaptive"}} if request.thinking else {}),
    }


def _kind(status: int, type: str, code: str) -> Kind:
    """Return the class of a failure; one in mid-stream comes with status 200 and is told by its type."""
    if "spend_limit" in code or code == "ramp_limit_exceeded":
        return "spend limit"
    by_type: dict[str, Kind] = {
        "rate_limit_error": "limited",
        "overloaded_error": "overloaded",
        "authentication_error": "denied",
        "permission_error": "denied",
        "billing_error": "unpaid",
        "not_found_error": "unknown model",
        "request_too_large": "too large",
        "api_error": "transient",
        "timeout_error": "transient",
        "conflict_error": "transient",
    }
    by_status: dict[int, Kind] = {429: "limited", 529: "overloaded", 401: "denied", 403: "denied", 402: "unpaid", 404: "unknown model"}
    by_status |= {413: "too large", 408: "transient", 409: "transient"}
    if 300 <= status < 400:
        return "redirected"
    return by_status.get(status) or by_type.get(type) or ("transient" if status >= 500 else "rejected")


def _seconds(headers: Any) -> float | None:
    """Return how long the service asks to wait; a date counts as longer than anyone waits."""
    for name, factor in (("retry-after-ms", 0.001), ("retry-after", 1.0)):
        text = headers.get(name)
        if text:
            try:
                return max(0.0, float(text) * factor)
            except ValueError:
                return float("inf")
    return None


def _host(location: str) -> str:
    found = re.match(r"[a-z]+://([A-Za-z0-9.:-]{1,80})", location)
    return found[1] if found else "another place"


def _has(support: Any) -> bool:
    return bool(getattr(support, "supported", False))


def _causes(problem: BaseException) -> Iterator[BaseException]:
    current: BaseException | None = problem
    while current is not None:
        yield current
        current = current.__cause__ or current.__context__
