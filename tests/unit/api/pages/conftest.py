import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.unit.api.pages.house import House


@pytest.fixture(scope="session")
def furnished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of a furnished house, to be copied: furnishing one for each test is slow."""
    folder = tmp_path_factory.mktemp("furnished")
    house = House(folder)
    house.furnish()
    house.close()
    return folder


@pytest.fixture
def house(furnished: Path, tmp_path: Path) -> Iterator[House]:
    made = House(shutil.copytree(furnished, tmp_path / "data"))
    yield made
    made.close()
