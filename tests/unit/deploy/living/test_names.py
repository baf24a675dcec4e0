"""Made-up names."""

import re
from itertools import islice
from random import Random

from deploy.living.names import people


def a_class(count: int, seed: int = 1) -> list:
    return list(islice(people(Random(seed), "example.edu"), count))


def test_the_same_seed_makes_the_same_people():
    assert a_class(50) == a_class(50)
    assert a_class(50) != a_class(50, seed=2)


def test_addresses_are_plain_and_nobody_shares_one():
    # More than there are names: namesakes have a number in their addresses.
    made = a_class(2000)
    assert len({person.email for person in made}) == 2000
    assert all(re.fullmatch(r"[a-z-]+\.[a-z-]+\d*@example\.edu", person.email) for person in made)


def test_a_class_of_a_hundred_has_no_namesakes_and_writes_in_many_scripts():
    names = [person.name for person in a_class(100)]
    assert len(set(names)) == 100
    for script in ("[A-Za-z]", "[À-ž]", "[\u4e00-\u9fff]", "[\uac00-\ud7a3]", "[а-я]", "[\u0600-\u06ff]"):
        assert any(re.search(script, name) for name in names), script
