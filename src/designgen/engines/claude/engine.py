"""Claude revises the rulebook's draft: a question in, an answer out; what it cost is kept in an account beside it."""

import threading
from collections.abc import Callable

from designgen.engines.claude.clock import Clock
from designgen.engines.claude.gate import Gate
from designgen.engines.claude.outcome import Outcome, Request
from designgen.engines.claude.patience import Meter, Patience
from designgen.engines.claude.prices import Model, Prices
from designgen.engines.claude.purse import Purse
from designgen.engines.claude.service import Abilities, Service
from designgen.engines.claude.settings import Settings
from designgen.engines.revision.conversation import Exchange, Said, converse
from designgen.engines.revision.prompt import Prompt
from designgen.model.design.opinion import TopicChoice
from designgen.model.diagnostic import Diagnostic
from designgen.model.errors import BudgetSpent, EngineError
from designgen.model.interview import Answer, Persona, Question, Section
from designgen.model.roles import Judge
from designgen.model.spending import Spent, Usage

ANSWER_TOKENS, MOST_TOKENS = 24_000, 48_000
LIKELY_TOKENS, BYTES_PER_TOKEN = 4_000, 3.5
NO_ANSWER = "(no answer)"


class Claude:
    """The engine of one build; its requests share a purse, a gate and a connection."""

    name = "claude"
    reviews = True

    def __init__(self, settings: Settings, clock: Clock | None = None) -> None:
        self.settings = settings
        self.clock = clock or Clock()
        self.prices = settings.prices or Prices()
        self.purse = Purse(settings.max_cost)
        self._service = Service(self.clock.cancelled)
        self._gate = Gate(self.clock)
        self._judging = threading.Lock()
        self._able: dict[str, Abilities] = {}
        self._spent: list[Spent] = []
        self._deadline: float | None = None

    @property
    def identity(self) -> str:
        """The model and the effort that were asked for: with others, the question is another one."""
        return self.settings.identity

    def account(self) -> tuple[Spent, ...]:
        """Return what the answers cost so far, in the order in which they came."""
        return tuple(self._spent)

    def answer(self, question: Question, judge: Judge) -> Answer:
        """Ask the persona's model, at most twice for what is wrong with its answer; EngineError if it gives none."""
        began, meter = self.clock.now(), Meter()
        id = self.prices.named(self.settings.model or question.persona.model)
        ending = "failed"
        try:
            answer = converse(question, Alone(judge, self._judging), self._reply(question.persona, id, meter), self.name)
            ending = "budget ended" if answer.unpaid else "cut short" if answer.findings else "answered"
        except BudgetSpent:
            ending = "budget ended"
            raise
        finally:
            self._gate.ended(well=ending != "failed")
            self._spent.append(
                Spent(
                    persona=question.persona.name,
                    section=question.section,
                    model=id,
                    requests=meter.requests,
                    usage=meter.usage,
                    usd=round(meter.usd, 6),
                    seconds=round(self.clock.now() - began, 3),
                    ending=ending,
                )
            )
        return answer

    def _reply(self, persona: Persona, id: str, meter: Meter) -> Callable[[Prompt, tuple[Exchange, ...]], Said]:
        model = self.prices.model(id)
        if model is None:
            raise EngineError(f"there is no price for the model `{id}`, so its cost cannot be bounded; give one with --prices")
        known = model

        def reply(prompt: Prompt, exchanges: tuple[Exchange, ...]) -> Said:
            if self._gate.closed:
                raise EngineError(self._gate.closed)
            able = self._abilities(id)
            request = self._request(prompt, exchanges, able, id)
            if not exchanges:
                self.settings.tell(self._estimate(persona, request, known))
            found = self._had(request, known, meter, able)
            return Said(found.text, id)

        return reply

    def _had(self, request: Request, model: Model, meter: Meter, able: Abilities) -> Outcome:
        """Return an outcome that holds an answer; a truncated one is asked for once more with twice the room."""
        patience = Patience(self._service, self._gate, self.purse, self.clock, self.settings, self._until())
        found = patience.outcome(request, model, meter)
        if found.kind == "truncated":
            room = min(2 * request.max_tokens, MOST_TOKENS, able.max_tokens or model.max_tokens)
            if room > request.max_tokens:
                request = Request(**{**vars(request), "max_tokens": room})
                found = patience.outcome(request, model, meter)
        if found.kind in ("answered", "stopped"):
            return found
        raise EngineError(words(found, request))

    def _request(self, prompt: Prompt, exchanges: tuple[Exchange, ...], able: Abilities, id: str) -> Request:
        said = [text for one in exchanges for text in (one.answer.strip() or NO_ANSWER, one.complaint)]
        known = self.prices.model(id)
        return Request(
            model=id,
            system=(prompt.shared,),
            turns=(f"{prompt.material}\n{prompt.task}", *said),
            max_tokens=min(ANSWER_TOKENS, able.max_tokens or ANSWER_TOKENS, known.max_tokens if known else ANSWER_TOKENS),
            effort=self.settings.effort if self.settings.effort in able.efforts else "",
            structured=able.structured,
            thinking=able.thinking,
        )

    def _estimate(self, persona: Persona, request: Request, model: Model) -> str:
        tokens = round(request.bytes / BYTES_PER_TOKEN)
        likely = model.cost(Usage(written=tokens, output=LIKELY_TOKENS))
        most = model.ceiling(request.bytes, request.max_tokens)
        return f"{persona.name} asks {model.id}: about {tokens} tokens, {likely:.2f} USD, at most {most:.2f} USD for one request"

    def _abilities(self, id: str) -> Abilities:
        if id not in self._able:
            self._able[id] = self._service.abilities(id)
        return self._able[id]

    def _until(self) -> float:
        if self._deadline is None:
            self._deadline = self.clock.now() + 60 * self.settings.minutes
        return self._deadline


class Alone:
    """A judge that is asked by one persona at a time; rendering a package is no work to share a machine with."""

    def __init__(self, judge: Judge, lock: threading.Lock) -> None:
        self._judge, self._lock = judge, lock

    def __call__(self, section: Section) -> tuple[Diagnostic, ...]:
        """Return what the judge says, when it is free."""
        with self._lock:
            return self._judge(section)

    def redraft(self, choices: tuple[TopicChoice, ...]) -> Section:
        """Return the draft that the judge makes, when it is free."""
        with self._lock:
            return self._judge.redraft(choices)


def words(found: Outcome, request: Request) -> str:
    """Return in words why there is no answer."""
    told = {
        "truncated": f"its answer did not end within {request.max_tokens} tokens",
        "refused": f"it refused to answer ({found.detail})" if found.detail != "refusal" else "it refused to answer",
        "too large": f"the prompt of {request.bytes} bytes is too large for `{request.model}`",
        "unknown model": f"the service knows no model `{request.model}`",
        "denied": f"the service refused the credentials: {found.detail}; check ANTHROPIC_API_KEY or the profile",
        "unpaid": f"the service reports a problem with its bill: {found.detail}",
        "spend limit": f"the spend limit of the account is reached: {found.detail}",
        "limited": f"the service limits the rate of requests: {found.detail}",
        "overloaded": f"the service is overloaded: {found.detail}",
        "rejected": f"the service rejected the request: {found.detail}",
    }
    return told.get(found.kind, found.detail)
