"""Sentences are looked at in English."""

from collections.abc import Iterator

import pytest

from gridterm import i18n


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    before = i18n.language()
    i18n.use(i18n.ENGLISH)
    yield
    i18n.use(before)
