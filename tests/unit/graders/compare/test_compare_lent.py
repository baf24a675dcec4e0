"""What a child says of its inputs counts only as far as the reference's digests bear it out."""

import numpy as np

from graders.answer import Answer
from graders.compare.lent import digests_as_arrays, spoiled_inputs
from graders.inside.loans import Loans


def digests(change=lambda x: None):
    loans = Loans()
    change(loans.lend("x", np.arange(6.0)))
    loans.lend("y", np.ones(2))
    return loans.digests()


REFERENCE = digests_as_arrays(digests())


def test_inputs_left_alone_or_put_back_are_not_spoiled():
    def put_back(x):
        x += 1
        x -= 1

    assert spoiled_inputs(Answer(lent=digests()), REFERENCE) == ()
    assert spoiled_inputs(Answer(lent=digests(put_back)), REFERENCE) == ()


def test_a_change_that_the_child_does_not_own_up_to_is_seen():
    def reshape(x):
        x.shape = (2, 3)

    for change in (lambda x: x.fill(0), reshape):
        assert spoiled_inputs(Answer(lent=digests(change)), REFERENCE) == ("x",)


def test_to_say_nothing_is_no_way_out():
    assert spoiled_inputs(Answer(), REFERENCE) == ("x", "y")


def test_without_digests_the_childs_word_is_all_there_is():
    assert spoiled_inputs(Answer(changed=("x",)), {}) == ("x",)
