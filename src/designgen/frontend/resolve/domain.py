"""The domain with names as written in, with names resolved out: references, parts, states, invariants, aggregates."""

import re

from designgen.frontend.identities import snake
from designgen.frontend.invariant_text import WORD, sentence_of
from designgen.frontend.names import DATE_PARTS, Names
from designgen.frontend.resolve.fields import check_field, check_loops
from designgen.frontend.resolve_rules import SAME_NAME, TWO_PARENTS, UNKNOWN_STATE, WRONG_TYPE
from designgen.frontend.words import articled, similar
from designgen.model.diagnostic import Note
from designgen.model.domain import AggregateSource, BoundedContext, Entity, Field, Invariant, State, Volume

AGGREGATED = re.compile(r"\(([A-Za-z][\w.]*)\)")


class Domain:
    """Resolves the entities of one file."""

    def __init__(self, names: Names) -> None:
        self.names = names
        self.ledger = names.ledger
        self.parents = self._parents()

    def resolve(self, contexts: tuple[BoundedContext, ...]) -> tuple[BoundedContext, ...]:
        """Return the contexts with every entity resolved, in the order written."""
        self._confusable({f"domain.{context.name}": context.name for context in contexts})
        check_loops({key: self.parents.get(key, ("", ""))[0] for key in self.names.entities}, "part_of", self.ledger)
        extended = {key: self.names.find(entity.extends or "") for key, entity in self.names.entities.items()}
        check_loops(extended, "extends", self.ledger)
        resolved = []
        for context in contexts:
            self._confusable({f"domain.{entity.key}": entity.name for entity in context.entities})
            entities = tuple(self._entity(entity) for entity in context.entities)
            resolved.append(context.model_copy(update={"entities": entities}))
        return tuple(resolved)

    def _parents(self) -> dict[str, tuple[str, str]]:
        """Return the whole each part belongs to, with the place that says so; two wholes are reported at both places."""
        found: dict[str, tuple[str, str]] = {}
        for key, entity in self.names.entities.items():
            parent = self.names.find(entity.part_of) if entity.part_of else None
            if parent:
                self._part(found, key, parent, f"domain.{key}.part_of")
            for field in entity.fields:
                child = self.names.find(field.to) if field.type == "children" and field.to else None
                if child:
                    self._part(found, child, key, f"domain.{key}.fields.{field.name}.type")
        return found

    def _part(self, found: dict[str, tuple[str, str]], child: str, parent: str, path: str) -> None:
        first, place = found.setdefault(child, (parent, path))
        if first == parent:
            return
        names = self.names.entities
        note = Note(message=f"`{names[first].name}` is named as its whole here", span=self.ledger.span(place))
        self.ledger.report(
            TWO_PARENTS,
            self.ledger.span(path),
            notes=(note,),
            child=names[child].name,
            first=names[first].name,
            second=names[parent].name,
            other=names[parent].name,
        )

    def _confusable(self, written: dict[str, str]) -> None:
        """Report names that fold to the same name in the database."""
        first: dict[str, str] = {}
        for path, name in written.items():
            other = first.setdefault(snake(name), name)
            if other != name:
                self.ledger.report(SAME_NAME, self.ledger.span(path), name=name, other=other)

    def _entity(self, entity: Entity) -> Entity:
        path = f"domain.{entity.key}"
        self._confusable({f"{path}.fields.{field.name}": field.name for field in entity.fields})
        for number, combination in enumerate(entity.unique):
            for name in combination.split("+"):
                self.names.field((entity.key,), name.strip(), f"{path}.unique.{number}")
        return entity.model_copy(
            update={
                "part_of": self._whole(entity, path),
                "extends": self._named(entity.extends, f"{path}.extends", entity, "`extends`"),
                "from_source": self._source(entity.from_source, path),
                "fields": tuple(self._field(entity, field, f"{path}.fields.{field.name}") for field in entity.fields),
                "states": self._states(entity, path),
                "invariants": tuple(
                    self._invariant(entity, one, f"{path}.invariants.{number}") for number, one in enumerate(entity.invariants)
                ),
                "volume": self._volume(entity, path),
                "keep": entity.keep or (entity.volume.keep if entity.volume else None),
                "writers": self._writers(entity, path),
                "system_of_record": self._record(entity, path),
            }
        )

    def _whole(self, entity: Entity, path: str) -> str | None:
        if entity.part_of and self.names.find(entity.part_of) is None:
            return self.names.entity(entity.part_of, f"{path}.part_of", f"`part_of` of `{entity.name}`")
        return self.parents.get(entity.key, ("", ""))[0] or None

    def _named(self, name: str | None, path: str, entity: Entity, what: str) -> str | None:
        return self.names.entity(name, path, f"{what} of `{entity.name}`") if name else None

    def _source(self, source: AggregateSource | None, path: str) -> AggregateSource | None:
        if source is None:
            return None
        key = self.names.entity(source.entity, f"{path}.from_source.entity", "`from`")
        if key is None:
            return None
        for number, name in enumerate(source.by):
            self.names.field((key,), name, f"{path}.from_source.by.{number}")
        return source.model_copy(update={"entity": key})

    def _field(self, entity: Entity, field: Field, path: str) -> Field:
        check_field(field, path, self.ledger)
        for number, name in enumerate((*field.scope, *field.unique_with)):
            group, index = ("scope", number) if number < len(field.scope) else ("unique_with", number - len(field.scope))
            if not (group == "scope" and name in DATE_PARTS and not any(one.name == name for one in entity.fields)):
                self.names.field((entity.key,), name, f"{path}.{group}.{index}")
        if field.zone:
            self.names.field((entity.key,), field.zone, f"{path}.zone")
        if field.at:
            self.names.event(entity, field.at, f"{path}.at", ("create",))
        if field.aggregate:
            self._aggregate(entity, field, path)
        if not field.to:
            return field
        key = self.names.entity(field.to, f"{path}.to", f"field `{field.name}`")
        return field.model_copy(update={"to": key or field.to})

    def _aggregate(self, entity: Entity, field: Field, path: str) -> None:
        """Check what a kept aggregate sums: a field of its source, or of the parts and fields of its own entity."""
        found = AGGREGATED.search(field.aggregate or "")
        source = self.names.find(entity.from_source.entity) if entity.from_source else None
        parts = [key for key, (parent, _) in self.parents.items() if parent == entity.key]
        if found:
            self.names.field((source,) if source else (entity.key, *parts), found[1], f"{path}.type")

    def _states(self, entity: Entity, path: str) -> tuple[State, ...]:
        for state in entity.states:
            for transition in state.transitions:
                inside = f"{path}.states.{state.name}.{transition.event}"
                self.names.state(entity, transition.to, f"{inside}.to")
                for number, name in enumerate(transition.with_fields):
                    self.names.field((entity.key,), name, f"{inside}.with_fields.{number}")
                for number, name in enumerate(transition.by):
                    self.names.known("actor", name, self.names.actors, f"{inside}.by.{number}", f"event `{transition.event}`")
        return entity.states

    def _volume(self, entity: Entity, path: str) -> Volume | None:
        volume = entity.volume
        if volume is None or not volume.per or any(field.name == volume.per for field in entity.fields):
            return volume
        key = self.names.entity(volume.per, f"{path}.volume.per", f"the volume of `{entity.name}`")
        return volume.model_copy(update={"per": key or volume.per})

    def _writers(self, entity: Entity, path: str) -> tuple[str, ...]:
        known = self.names.actors | self.names.integrations | self.names.pipelines
        for number, name in enumerate(entity.writers):
            self.names.known("actor", name, known, f"{path}.writers.{number}", f"`writers` of `{entity.name}`")
        return entity.writers

    def _record(self, entity: Entity, path: str) -> str | None:
        if entity.system_of_record:
            known = self.names.systems | self.names.integrations
            self.names.known("system", entity.system_of_record, known, f"{path}.system_of_record", f"`{entity.name}`")
        return entity.system_of_record

    def _invariant(self, entity: Entity, invariant: Invariant, path: str) -> Invariant:
        place = f"{path}.text" if f"{path}.text" in self.ledger.places else path
        if invariant.no_overlap:
            where = _at(path, "no_overlap", place, self.ledger.places)
            field = self.names.field((entity.key,), invariant.no_overlap, where)
            if field and field.type != "range":
                advice = f"declare `{field.name}: range(instant)` or `range(date)`"
                self.ledger.report(
                    WRONG_TYPE, self.ledger.span(where), name=field.name, found=articled(field.type), due="a range", advice=advice
                )
        for number, name in enumerate(invariant.per):
            self.names.field((entity.key,), name, _at(path, f"per.{number}", place, self.ledger.places))
        for number, name in enumerate(WORD.findall(invariant.check or "")):
            self.names.field((entity.key,), name, _at(path, f"check.{number}", place, self.ledger.places))
        for name, values in invariant.when.items():
            self._when(entity, name, values, _at(path, f"when.{name}", place, self.ledger.places))
        return invariant if invariant.text else invariant.model_copy(update={"text": sentence_of(dict(invariant))})

    def _when(self, entity: Entity, name: str, values: tuple[str, ...], path: str) -> None:
        field = self.names.field((entity.key,), name, path) if name != "status" or not entity.states else Field(name=name, type="enum")
        known = tuple(state.name for state in entity.states) if name == "status" and entity.states else field.values if field else ()
        for number, value in enumerate(values):
            if known and value not in known:
                advice = similar("value", value, known)
                self.ledger.report(UNKNOWN_STATE, self.ledger.span(f"{path}.{number}"), name=value, entity=entity.name, advice=advice)


def _at(path: str, part: str, otherwise: str, places: object) -> str:
    inside = f"{path}.{part}"
    return inside if isinstance(places, dict) and inside in places else otherwise
