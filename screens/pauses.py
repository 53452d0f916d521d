"""Keeps the collector of cyclic garbage from stopping the keys.

A full collection looks at everything that lives, and the screens, the tables' classes and the
libraries are some hundred thousand objects that live as long as the program: a tenth of a
second in which no key is answered. What is there once a desk stands is not looked at again,
and full collections are rare.
"""

from __future__ import annotations

import gc

FULL_EVERY = 100
"""Collections of the middle generation between two full ones; Python's own value is 10."""


def settle() -> None:
    """Leave what lives now out of every later collection.

    Only for a program that ends with its screen: what is dropped later of what lives now, and
    refers to itself, stays in memory until then.
    """
    young, middle, _full = gc.get_threshold()
    gc.set_threshold(young, middle, FULL_EVERY)
    gc.freeze()
