"""Simple relations between a wrong array and the expected one.

Each is a pure function of one `Pair` that returns what it found, mostly nothing. A finding means that undoing
the relation would make the array right everywhere; whether it explains a whole check is for `related.py` to
say.
"""

from collections.abc import Callable

from graders.diagnose.relations.axis import over_another_axis
from graders.diagnose.relations.combination import combined_with_context
from graders.diagnose.relations.factor import constant_factor, constant_factor_of_update
from graders.diagnose.relations.finding import Finding
from graders.diagnose.relations.function import complement, function_missing, function_too_many
from graders.diagnose.relations.known_array import another_answer, returned_unchanged, single_value
from graders.diagnose.relations.layout import flipped, rearranged, transposed
from graders.diagnose.relations.offset import constant_offset, row_offset
from graders.diagnose.relations.pair import Pair
from graders.diagnose.relations.precision import rounded, single_precision
from graders.diagnose.relations.stale import added_to_initial, piled_up

Relation = Callable[[Pair], list[Finding]]

# Only for arrays whose error is much larger than the error allowed.
RELATIONS: tuple[Relation, ...] = (
    single_value, returned_unchanged, another_answer, piled_up, added_to_initial,
    constant_factor, constant_factor_of_update, transposed, flipped,
    function_too_many, function_missing, complement,
    combined_with_context, over_another_axis, constant_offset, row_offset, rearranged,
)  # fmt: skip

# For errors of any size.
FINE_RELATIONS: tuple[Relation, ...] = (single_precision, rounded)
