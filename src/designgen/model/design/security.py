"""Who may do what, what is protected how, what could go wrong."""

from pydantic import Field as Described

from designgen.model.design.item import Item
from designgen.model.frozen import Frozen


class AccessSession(Item):
    """How one kind of actor signs in and stays signed in (API-085..088); key `login:member`."""

    actor: str
    method: str
    lifetime: str
    revocation: str


class DataClass(Item):
    """Personal data of one table and what is owed for it (XREF-09); key `personal:people.member`."""

    table: str
    columns: tuple[str, ...]
    classes: tuple[str, ...]
    purpose: str
    access: str
    keep: str
    erasure: str


class Threat(Item):
    """One threat with its control (STRIDE); key `threat:other-row`."""

    element: str
    category: str
    scenario: str
    control: str
    test: str = Described(description="how it is shown that the control works")


class Security(Frozen):
    """How people and data are protected."""

    sessions: tuple[AccessSession, ...] = ()
    data: tuple[DataClass, ...] = ()
    threats: tuple[Threat, ...] = ()
