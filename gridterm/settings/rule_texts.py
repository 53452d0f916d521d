"""The settings that hold the office's own wording of the six must-nots and the six let-nots."""

from __future__ import annotations

from gridterm.i18n import N_
from gridterm.settings.setting import Setting, Shape

RULES = N_("Rules")

_WALL = N_("On the wall and in letters. Empty is the text of the rules as shipped.")
_DOUBT = N_(
    "The printed source of this one is corrupt and the text as shipped is a guess: check it "
    "against the official document and write it here."
)
_POSTER = N_("On the poster. Empty is the text of the rules as shipped.")

RULE_TEXTS: tuple[Setting, ...] = (
    Setting("rules.must_not_1", RULES, Shape.TEXT, "", N_("Must-not no. 1, falsifying"), _WALL),
    Setting("rules.must_not_2", RULES, Shape.TEXT, "", N_("Must-not no. 2, gifts"), _WALL),
    Setting("rules.must_not_3", RULES, Shape.TEXT, "", N_("Must-not no. 3, delaying"), _WALL),
    Setting("rules.must_not_4", RULES, Shape.TEXT, "", N_("Must-not no. 4, disclosing"), _WALL),
    Setting("rules.must_not_5", RULES, Shape.TEXT, "", N_("Must-not no. 5, one's area"), _DOUBT),
    Setting("rules.must_not_6", RULES, Shape.TEXT, "", N_("Must-not no. 6, remarks"), _WALL),
    Setting("rules.let_not_1", RULES, Shape.TEXT, "", N_("Let-not no. 1, delay"), _POSTER),
    Setting("rules.let_not_2", RULES, Shape.TEXT, "", N_("Let-not no. 2, feedback"), _POSTER),
    Setting("rules.let_not_3", RULES, Shape.TEXT, "", N_("Let-not no. 3, piling up"), _POSTER),
    Setting("rules.let_not_4", RULES, Shape.TEXT, "", N_("Let-not no. 4, the whole"), _POSTER),
    Setting("rules.let_not_5", RULES, Shape.TEXT, "", N_("Let-not no. 5, errors"), _POSTER),
    Setting("rules.let_not_6", RULES, Shape.TEXT, "", N_("Let-not no. 6, run aground"), _POSTER),
)
