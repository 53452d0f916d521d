"""The categories a new office starts with; the office edits them afterwards."""

from __future__ import annotations

import json

from gridterm.hotline.tables import Category
from gridterm.resources import resource
from gridterm.store.unit import Tx


def seed(tx: Tx) -> None:
    """Put the shipped categories with their seed words into a new office, within its use case."""
    shipped = json.loads(resource("rules/categories.json").read_text("utf-8"))["categories"]
    tx.add(
        *(
            Category(
                code=one["code"],
                name_zh=one["zh"],
                name_en=one["en"],
                words=" ".join(one["words"]),
                position=position,
            )
            for position, one in enumerate(shipped, 1)
        )
    )
