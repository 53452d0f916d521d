"""Category names of a file and the office's categories."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import blake2b

from sqlmodel import Session, col, func, select

from gridterm.hotline.tables import Category
from gridterm.store.unit import Tx
from gridterm.text import fold


class Categories:
    """The office's categories by every name they have.

    Args:
        session: where they are read from, once.
    """

    def __init__(self, session: Session) -> None:
        self._codes: dict[str, str] = {}
        for one in session.exec(select(Category).order_by(col(Category.active))):
            for name in (one.name_en, one.name_zh, one.code):
                if name:
                    self._codes[_form(name)] = one.code

    def code(self, name: str) -> str:
        """The code of a name; of an unknown name the code it will have."""
        return self._codes.get(_form(name)) or _new_code(name) if name else ""

    def unknown(self, names: Iterable[str]) -> tuple[str, ...]:
        """The names no category has, each wording once, in their order."""
        found: dict[str, str] = {}
        for name in names:
            if _form(name) not in self._codes:
                found.setdefault(_form(name), name)
        return tuple(found.values())


def enter(tx: Tx, names: Iterable[str]) -> None:
    """Make categories of new names, behind those the office has."""
    last = tx.session.exec(select(func.max(Category.position))).one() or 0
    tx.add(
        *(
            Category(code=_new_code(name), name_zh=name, name_en=name, position=last + place)
            for place, name in enumerate(names, 1)
        )
    )


def _form(name: str) -> str:
    return "".join(fold(name).split())


def _new_code(name: str) -> str:
    """Made from the name, so that the same name has the same code in every file."""
    return "x" + blake2b(_form(name).encode("utf-8", "surrogatepass"), digest_size=5).hexdigest()
