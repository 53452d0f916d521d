"""What stands is left out of collections."""

import gc

from screens import pauses


def test_what_lives_is_not_collected_any_more() -> None:
    before, frozen = gc.get_threshold(), gc.get_freeze_count()
    kept = [[] for _number in range(1000)]
    try:
        pauses.settle()
        assert gc.get_freeze_count() - frozen >= len(kept)
        assert gc.get_threshold() == (*before[:2], pauses.FULL_EVERY)
    finally:
        gc.set_threshold(*before)
