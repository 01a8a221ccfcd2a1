"""Who signs in and how a session is kept in, the sequence of signing in out (API-085)."""

from designgen.engines.offline.backend.reading import caller_key
from designgen.engines.offline.flows.steps import APP, DATABASE, IDENTITY, PROXY, WEB, answer, ask
from designgen.engines.offline.flows.view import View
from designgen.knowledge.wording import listed
from designgen.model.design.flows import Flow, Step


def keeps_sessions(view: View) -> bool:
    """Whether people carry a cookie whose session is a row of ours (API-085)."""
    return view.choices.get("identity.session", "server-session") == "server-session"


def sign_in(view: View) -> tuple[Flow, ...]:
    """Return how people sign in; nothing where nobody does it in a client of ours.

    The application makes the challenge of a session it keeps, so that no script can learn its verifier.
    """
    actors = [actor for actor in view.facts.requirements.actors if actor.signs_in]
    if not view.has(IDENTITY) or not actors or not view.has(WEB):
        return ()
    kept = keeps_sessions(view)
    noun = next((actor.entity.rpartition(".")[2] for actor in actors if actor.entity), "")
    stored = "The row of platform.login_session alone" if kept else "None"
    because = "the session is ours" if kept else "keys are cached"
    return (
        Flow(
            key="flow:sign-in",
            title=f"Sign in as {listed([actor.name for actor in actors], 'or')}",
            steps=tuple(_steps(caller_key(actors[0].name), noun, kept=kept)),
            transaction=f"{stored}; the {noun} is stored when the person creates it." if noun else f"{stored}.",
            on_failure=f"A wrong or old `state` ends the attempt; who signed in before goes on working, because {because}.",
            because=("API-085", "identity.provider"),
        ),
    )


def _steps(person: str, noun: str, *, kept: bool) -> list[Step]:
    begun = [
        ask(WEB, PROXY, "begin to sign in"),
        ask(PROXY, APP, "pass on"),
        answer(APP, WEB, "redirect: code, PKCE challenge, state"),
        ask(WEB, IDENTITY, "follow the redirect"),
    ]
    return [
        ask(person, WEB, "sign in"),
        *(begun if kept else [ask(WEB, IDENTITY, "authorize: code, PKCE challenge, state")]),
        ask(IDENTITY, person, "ask for credentials"),
        ask(person, IDENTITY, "prove identity"),
        answer(IDENTITY, WEB, "redirect with code"),
        ask(WEB, PROXY, "callback with code and state"),
        ask(PROXY, APP, "pass on"),
        ask(APP, IDENTITY, "exchange code and PKCE verifier for tokens"),
        answer(IDENTITY, APP, "tokens with `sub`"),
        *([ask(APP, DATABASE, f"find the {noun} of `sub`")] if noun else []),
        *([ask(APP, DATABASE, "insert into platform.login_session")] if kept else []),
        answer(APP, WEB, "set an HttpOnly session cookie" if kept else "hand over the access token"),
    ]
