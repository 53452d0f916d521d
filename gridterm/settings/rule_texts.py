"""The settings that hold the office's own wording of the six must-nots and the six let-nots.

The must-nots stand on the poster and in letters, the let-nots on the poster. The reason of each
says the text of data/rules that stands where the office has written none.
"""

from __future__ import annotations

from gridterm.i18n import N_
from gridterm.settings.setting import Setting, Shape

RULES = N_("Rules")

RULE_TEXTS: tuple[Setting, ...] = (
    Setting(
        "rules.must_not_1", RULES, Shape.TEXT, "",
        N_("Must-not no. 1, falsifying"),
        N_("Empty is as shipped: Do not falsify, nor deceive the organisation or the residents."),
    ),
    Setting(
        "rules.must_not_2", RULES, Shape.TEXT, "",
        N_("Must-not no. 2, gifts"),
        N_("Empty is as shipped: Do not accept gifts or banquets that have to do with "
           "official duty."),
    ),
    Setting(
        "rules.must_not_3", RULES, Shape.TEXT, "",
        N_("Must-not no. 3, delaying"),
        N_("Empty is as shipped: Do not shift blame, nor delay matters on purpose."),
    ),
    Setting(
        "rules.must_not_4", RULES, Shape.TEXT, "",
        N_("Must-not no. 4, disclosing"),
        N_("Empty is as shipped: Do not disclose residents' private matters or secrets."),
    ),
    Setting(
        "rules.must_not_5", RULES, Shape.TEXT, "",
        N_("Must-not no. 5, one's area"),
        N_("Empty is as shipped: Do not take part in unlawful acts on the ground of "
           "one's own area. Corrupt in print: check it and write it here."),
    ),
    Setting(
        "rules.must_not_6", RULES, Shape.TEXT, "",
        N_("Must-not no. 6, remarks"),
        N_("Empty is as shipped: Do not say among residents what harms the work."),
    ),
    Setting(
        "rules.let_not_1", RULES, Shape.TEXT, "",
        N_("Let-not no. 1, delay"),
        N_("Empty is as shipped: Let no work set by a superior be delayed in my hands."),
    ),
    Setting(
        "rules.let_not_2", RULES, Shape.TEXT, "",
        N_("Let-not no. 2, feedback"),
        N_("Empty is as shipped: Let no feedback that is owed break off in my hands."),
    ),
    Setting(
        "rules.let_not_3", RULES, Shape.TEXT, "",
        N_("Let-not no. 3, piling up"),
        N_("Empty is as shipped: Let no matter in hand pile up with me."),
    ),
    Setting(
        "rules.let_not_4", RULES, Shape.TEXT, "",
        N_("Let-not no. 4, the whole"),
        N_("Empty is as shipped: Let no matter of mine harm the whole because of me."),
    ),
    Setting(
        "rules.let_not_5", RULES, Shape.TEXT, "",
        N_("Let-not no. 5, errors"),
        N_("Empty is as shipped: Let no error of any kind arise in my hands."),
    ),
    Setting(
        "rules.let_not_6", RULES, Shape.TEXT, "",
        N_("Let-not no. 6, run aground"),
        N_("Empty is as shipped: Let nothing the residents told us run aground with me."),
    ),
)  # fmt: skip
