"""Attack × kind of box, as a table."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rich.table import Table
from rich.text import Text

from tests.security.attack import Attack


@dataclass(frozen=True)
class Column:
    """One kind of box. through: by row, what each attack reached. missing: why there is no such box here."""

    name: str
    through: Mapping[str, Sequence[str]]
    missing: str = ""

    @property
    def held(self) -> bool:
        """Whether there is such a box, and no attack reached anything."""
        return not self.missing and not any(self.through.values())


def attack_table(attacks: Sequence[Attack], columns: Sequence[Column]) -> Table:
    """A row an attack, a column a kind; what was reached is said under the mark."""
    table = Table(box=None, pad_edge=False)
    for heading in ("attack", "its goal", *(column.name for column in columns)):
        table.add_column(heading, overflow="fold")
    for attack in attacks:
        table.add_row(Text(attack.row), Text(attack.goal), *(_cell(attack, column) for column in columns))
    return table


def closing_line(attacks: Sequence[Attack], columns: Sequence[Column]) -> Text:
    """How many attacks, how many kinds, and how many got through."""
    here = [column for column in columns if not column.missing]
    through = sum(bool(said) for column in here for said in column.through.values())
    lines = [f"{column.name} is not here: {column.missing}" for column in columns if column.missing]
    return Text("\n".join([*lines, f"{len(attacks)} attacks, {len(here)} box kinds, {through} through"]))


def _cell(attack: Attack, column: Column) -> Text:
    said = column.through.get(attack.row)
    if said is None:
        return Text("not here", "dim")
    return Text("THROUGH: " + "; ".join(said), "bold red") if said else Text("held", "green")
