"""What a form of ours sends: text that is bounded, and holds nothing that no database stores."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request
from starlette.datastructures import FormData

from api.deps import CallerDep
from api.errors import Invalid

LONGEST = 10_000
"""Characters in one field, as over REST."""


@dataclass(frozen=True)
class Fields:
    """The fields of a form, in the order in which they came; one name may come more than once."""

    sent: Sequence[tuple[str, str]]

    def text(self, name: str) -> str:
        """The last value of a field, without blanks around it; "" where it was not sent."""
        return next((value for key, value in reversed(self.sent) if key == name), "")

    def all(self, name: str) -> list[str]:
        """Every value of a field."""
        return [value for key, value in self.sent if key == name]

    def number(self, name: str) -> int:
        """A field that holds a whole number; 0 where it is empty. Raises Invalid."""
        text = self.text(name)
        if not text:
            return 0
        if not text.isascii() or not text.isdigit() or len(text) > 9:
            raise Invalid(f"Write a whole number, and not “{text[:40]}”.")
        return int(text)


def fields_of(form: FormData) -> Fields:
    """Read a form. Lines end as browsers do not send them. Raises Invalid for a text that is too long."""
    sent = [
        (name, text.replace("\r\n", "\n").replace("\0", "").strip())
        for name, text in form.multi_items()
        if isinstance(text, str)
    ]
    if any(len(text) > LONGEST for _, text in sent):
        raise Invalid(f"A text of more than {LONGEST:,} characters is too long.")
    return Fields(sent)


async def get_fields(request: Request, caller: CallerDep) -> Fields:
    """What was typed into the form of a page."""
    return fields_of(await request.form())


FieldsDep = Annotated[Fields, Depends(get_fields)]
