"""A household in a form, and somebody of a household in one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from gridterm.errors import GridtermError, InputError
from gridterm.i18n import N_, _
from gridterm.registers.household_terms import (
    HouseholdDetail,
    HouseholdForm,
    HouseholdRow,
    HouseholdStatus,
    MemberForm,
    MemberView,
    Relation,
)
from gridterm.registers.terms import BuildingView
from screens.registers.fields import Typed, row
from screens.registers.form_page import EDITORS, FormPage
from screens.registers.picking import FindChoice, building_picks
from screens.widgets.dialogs import Confirm
from screens.widgets.forms import Choice, Field, LineInput, Tick, WordsArea

if TYPE_CHECKING:
    from gridterm.store.unit import Store

RESIDENT_EDITORS = (*EDITORS, "grid_lead", "grid_manager")
"""Who may change the residents' register: those who walk the households too."""
NOT_EDITOR = N_("Clerks, leaders and grid workers change the residents' register")


@dataclass(frozen=True)
class _Found:
    home: HouseholdDetail | None
    buildings: tuple[BuildingView, ...]


class HouseholdFormPage(FormPage[_Found]):
    """Enter a household or change one.

    Args:
        record_id: the household to change; None enters a new one.
        building_id: where a new one is likely to be.
    """

    form_name = "household"
    editors = RESIDENT_EDITORS
    not_editor_id = NOT_EDITOR
    title_id = N_("Household")
    help_id = N_(
        "A household (一户一档) at a building and a room, 2-501 for unit 2. A room has one "
        "household at a time: where another is entered, it can be ended with the save. Nothing "
        "of belief, petitioning or drug use is ever kept here."
    )

    def __init__(self, record_id: int | None = None, building_id: int | None = None) -> None:
        super().__init__(record_id)
        self._building_id = building_id
        self._in_place_of: int | None = None

    def read(self) -> _Found:
        """The household and the buildings."""
        return _read(self.store, self.record_id)

    def heading(self, found: _Found) -> str:
        """Where it is, or that it is new."""
        return found.home.row.title if found.home else _("New household")

    def fields(self, found: _Found) -> Sequence[Field]:
        """Where, who where it is new, how it is lived in."""
        home = found.home
        building_id = home.row.building_id if home else self._building_id
        shown = [
            row("building_id", _("Building"),
                FindChoice(building_picks(found.buildings), str(building_id or ""),
                           title=_("Building"), none=_("none"))),
            row("room", _("Room"), LineInput(home.row.room if home else "", hint=_("2-501"))),
        ]  # fmt: skip
        if home is None:
            shown.append(row("name", _("Head"), LineInput(hint=_("name, where it is known"))))
        statuses = [(one.value, one.label) for one in HouseholdStatus]
        shown += [
            row("phone", _("Phone") if home is None else _("Home phone"),
                LineInput(home.phone if home else "")),
            row("status", _("Home is"),
                Choice(statuses, str(home.row.status if home else HouseholdStatus.OCCUPIED),
                       title=_("Home is"))),
            row("note", _("Note"), WordsArea(home.note if home else "", rows=3)),
            row("valid_from", _("Lives here since"),
                LineInput(f"{home.valid_from:%Y-%m-%d}" if home else "", hint=_("today"))),
        ]  # fmt: skip
        return shown

    def save_values(self, values: Mapping[str, str], draft_id: int | None) -> str:
        """Save the household, with its head where it is new."""
        from gridterm.registers.households import save_household

        typed = Typed(values, self.app.clock)
        name, phone, since = typed.text("name"), typed.text("phone"), typed.day("valid_from")
        form = HouseholdForm(
            building_id=typed.choice("building_id"),
            room=typed.text("room"),
            phone="" if name.strip() else phone,
            status=typed.text("status"),
            note=typed.text("note"),
            valid_from=since,
        )
        typed.check()
        head = MemberForm(name, phone, Relation.HEAD, valid_from=since)
        saved = save_household(
            self.store,
            self.app.actor,
            form,
            self.record_id,
            members=(head,) if name.strip() else (),
            in_place_of=self._in_place_of,
            draft_id=draft_id,
        )
        return _("{name} is saved.").format(name=saved.row.title)

    # ── a room that has a household already ─────────────────────────────────
    def _refused(self, error: GridtermError) -> None:
        self._in_place_of = None
        super()._refused(error)
        if isinstance(error, InputError) and "room" in error.fields:
            values = self.form.values()
            work = partial(_there, self.store, values["building_id"], values["room"])
            self.run_service(work, self._offer, group="room")

    def _offer(self, there: HouseholdRow | None) -> None:
        """Offer to end the household that is entered at the room."""
        if there is None or there.id == self.record_id:
            return
        question = Confirm(
            _("Has it moved away?"),
            _(
                "{household} is entered as the household of {name}. Has it moved away? Then it "
                "ends on the first day of this one; what is known of it stays."
            ).format(household=there.title, name=there.head or _("nobody entered")),
            yes=_("It moved away"),
            no=_("Look again"),
        )
        self.ask(question, lambda _yes: self._replace(there.id))

    def _replace(self, old_id: int) -> None:
        self._in_place_of = old_id
        self.save()


class MemberPage(FormPage[HouseholdDetail]):
    """Enter somebody of a household or change what is entered.

    Args:
        household_id: the household.
        record_id: who is changed; None enters somebody new.
    """

    form_name = "member"
    editors = RESIDENT_EDITORS
    not_editor_id = NOT_EDITOR
    title_id = N_("Member of a household")
    help_id = N_(
        "Who belongs to a household: name, what they are to its head, phone, and whether they "
        "live here. A household has one head. Nobody is deleted: who leaves gets a last day."
    )

    def __init__(self, household_id: int, record_id: int | None = None) -> None:
        super().__init__(record_id)
        self.household_id = household_id
        self.draft.form = f"registers.member.{household_id}.{record_id or 'new'}"

    def read(self) -> HouseholdDetail:
        """The household."""
        from gridterm.registers.households import household

        return household(self.store, self.household_id)

    def heading(self, found: HouseholdDetail) -> str:
        """The household, and who."""
        one = self._one(found)
        return f"{found.row.title}  {one.name if one else _('New person')}"

    def _one(self, found: HouseholdDetail) -> MemberView | None:
        people = (*found.members, *found.former)
        return next((one for one in people if one.id == self.record_id), None)

    def fields(self, found: HouseholdDetail) -> Sequence[Field]:
        """All that is kept of somebody."""
        one = self._one(found)
        first = Relation.OTHER if found.members else Relation.HEAD
        relation = (one.relation or "") if one else first
        relations = [("", _("not said")), *((each.value, each.label) for each in Relation)]
        return (
            row("name", _("Name"), LineInput(one.name if one else "")),
            row("relation", _("Relation"),
                Choice(relations, str(relation), title=_("Relation"))),
            row("phone", _("Phone"), LineInput(one.phone if one else "")),
            row("lives_here", _("Lives here"),
                Tick(_("lives here; without it, only registered here"),
                     on=one.lives_here if one else True)),
            row("valid_from", _("Belongs here since"),
                LineInput(f"{one.valid_from:%Y-%m-%d}" if one else "", hint=_("today"))),
        )  # fmt: skip

    def save_values(self, values: Mapping[str, str], draft_id: int | None) -> str:
        """Save the person."""
        from gridterm.registers.households import add_member, save_member

        typed = Typed(values, self.app.clock)
        form = MemberForm(
            name=typed.text("name"),
            phone=typed.text("phone"),
            relation=typed.text("relation"),
            lives_here=bool(typed.text("lives_here")),
            valid_from=typed.day("valid_from"),
        )
        typed.check()
        store, actor = self.store, self.app.actor
        if self.record_id is None:
            saved = add_member(store, actor, self.household_id, form, draft_id=draft_id)
        else:
            saved = save_member(store, actor, self.record_id, form, draft_id=draft_id)
        return _("{name} is saved.").format(name=saved.name)


def _read(store: Store, household_id: int | None) -> _Found:
    from gridterm.registers.households import household
    from gridterm.registers.service import list_buildings

    home = household(store, household_id) if household_id else None
    return _Found(home, list_buildings(store))


def _there(store: Store, building_id: str, room: str) -> HouseholdRow | None:
    from gridterm.registers.address_rules import room_key
    from gridterm.registers.households import at_room

    return at_room(store, int(building_id), room_key(room)) if building_id else None
