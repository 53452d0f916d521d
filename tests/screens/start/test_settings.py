"""The settings page: every value in words."""

from gridterm.settings import SETTINGS
from screens.start.settings import WORDS


def test_every_code_that_can_be_chosen_has_words() -> None:
    codes = {code for one in SETTINGS for code in one.choices}
    assert codes - set(WORDS) == set()
