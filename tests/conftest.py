"""What every test stands on: compiled catalogues, and the same hypothesis cases every time."""

import os
from pathlib import Path

import hypothesis
import pytest

from hatch_build import compile_catalogues

hypothesis.settings.register_profile("same", deadline=None, derandomize=True, database=None)
hypothesis.settings.register_profile("explore", deadline=None, max_examples=1000)
hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "same"))


def pytest_configure(config: pytest.Config) -> None:
    """Compile the catalogues once, before any worker of pytest-xdist starts."""
    if not hasattr(config, "workerinput"):
        compile_catalogues(Path(__file__).parent.parent / "data")
