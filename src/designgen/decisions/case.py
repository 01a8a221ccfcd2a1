"""One topic of one system, scored: what every later sentence about it is made from."""

from dataclasses import dataclass

from designgen.decisions.scoring import LOWEST, Scored
from designgen.decisions.topics import Topic
from designgen.model.requirements import GivenDecision


@dataclass(frozen=True)
class Case:
    """A topic with its key, its options best first, the author's own decision if there is one, and all names."""

    key: str
    topic: Topic
    options: tuple[Scored, ...]
    given: GivenDecision | None
    known: dict[str, object]
    fixed: str | None = None

    @property
    def chosen(self) -> Scored:
        """The option that stands: the author's, else the one that was fixed before, else the best."""
        wanted = self.given.choice if self.given else self.fixed
        return next((option for option in self.options if option.row.id == wanted), self.options[0])

    @property
    def margin(self) -> float:
        """The lead over the best rival; with no rival left, the distance to the lowest score; negative if the author chose a worse one."""
        rivals = [option.score for option in self.options if option is not self.chosen and option.veto is None]
        return round(self.chosen.score - max(rivals, default=LOWEST), 3)
