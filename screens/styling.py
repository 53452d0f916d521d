"""Reads the style rules once, and looks them up quickly.

Textual reads all its rules again whenever a screen of a new kind opens, and asks each rule for
its hash in Python, a hundred times for every widget whose looks may have changed.
"""

from __future__ import annotations

from textual.css.model import RuleSet
from textual.css.stylesheet import Stylesheet

RuleSet.__hash__ = object.__hash__  # type: ignore[method-assign] # the same one, by identity, in C


class KeptStylesheet(Stylesheet):
    """A stylesheet that reads only what is new; changed variables still read everything."""

    def reparse(self) -> None:
        """Take in new sources.

        Raises:
            StylesheetParseError: a source is no valid style sheet; the rules stay as they were.
        """
        self.parse()
