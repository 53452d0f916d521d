"""What the form finds out while the clerk types: who calls, whose grid, what was said before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from gridterm.errors import GridtermError
from gridterm.i18n import _, ngettext
from gridterm.registers.terms import AddressMatch, BuildingView
from gridterm.text import clip, normalize_phone
from screens.widgets.bars import Hint

if TYPE_CHECKING:
    from gridterm.hotline.terms import CategoryChoice, KnownCaller, SimilarTicket, TicketRow
    from gridterm.store.unit import Store
    from screens.hotline.intake import IntakePage

SHORT_PAUSE = 0.2
LONG_PAUSE = 0.4
CALLER_DIGITS = 5
MATTER_CHARS = 4
SUBJECT_CELLS = 40
ACCEPT_KEYS = ("F5", "F6", "F7")


@dataclass(frozen=True)
class Whose:
    """What an address says: a building with its people, or the buildings it may mean."""

    match: AddressMatch | None
    buildings: tuple[BuildingView, ...]


class Helper:
    """Looks things up for an intake form, each after a pause and in a thread.

    Args:
        page: the form's screen.
    """

    def __init__(self, page: IntakePage) -> None:
        self.page = page
        self.known: KnownCaller | None = None
        self.known_for = ""
        self.whose = Whose(None, ())
        self.alike: tuple[SimilarTicket, ...] = ()
        self.choices: tuple[CategoryChoice, ...] = ()
        self._filled: dict[str, str] = {}

    def touched(self, name: str) -> None:
        """A field was changed by hand or by us."""
        if name == "phone":
            self.page.soon("caller", self.look_up_caller, SHORT_PAUSE)
        elif name == "address":
            self.page.soon("address", self.look_up_address, SHORT_PAUSE)
        if name in {"phone", "address", "content"}:
            self.page.soon("matter", self.look_up_matter, LONG_PAUSE)

    def forget(self) -> None:
        """The form was emptied."""
        self._filled.clear()
        self.show_caller(None)
        self.show_address(Whose(None, ()))
        self.show_matter(((), ()))

    def _quiet(self, _error: GridtermError) -> None:
        """A look-up that fails takes nothing from the clerk; saving will say what is wrong."""

    # ── who calls ───────────────────────────────────────────────────────────
    def look_up_caller(self, *, go_on: bool = False) -> None:
        """Find the caller of the phone that is typed; then move on where that is wanted."""
        from gridterm.hotline.queries import known_caller

        typed = normalize_phone(self.page.form.line("phone").value)
        store = self.page.store
        known = len(typed) >= CALLER_DIGITS

        def found(caller: KnownCaller | None) -> None:
            self.known_for = typed
            self.show_caller(caller)
            if go_on:
                self.page.form.go_on("phone")

        work = partial(known_caller, store, typed) if known else _nobody
        self.page.run_service(work, found, group="caller", failed=self._quiet)

    def show_caller(self, known: KnownCaller | None) -> None:
        """Fill in who is calling, and say what they called about before."""
        self.known = known
        form = self.page.form
        anonymous = bool(form.values()["anonymous"])
        self._fill("caller", known.caller if known and not anonymous else "")
        self._fill("address", known.address if known else "")
        form.hints("caller").show(self._caller_hints(known))
        self.page.refresh_bindings()

    def _caller_hints(self, known: KnownCaller | None) -> list[Hint]:
        if known is None:
            return []
        words = ngettext("{number} earlier call", "{number} earlier calls", known.calls)
        hints = [Hint(words.format(number=known.calls), style="strong", weight=9)]
        hints += [
            Hint(words, weight=5 - place, run=partial(self.page.show_ticket, row.id))
            for place, (row, words) in enumerate((row, earlier(row)) for row in known.last[:3])
        ]
        return hints

    def _fill(self, name: str, value: str) -> None:
        """Fill a line that is empty or that we filled before; what was typed stays."""
        line = self.page.form.line(name)
        if line.value.strip() and line.value != self._filled.get(name):
            return
        if line.value != value and (value or name in self._filled):
            line.value = value
            line.cursor_position = len(value)
        if value:
            self._filled[name] = value
        else:
            self._filled.pop(name, None)

    # ── whose grid ──────────────────────────────────────────────────────────
    def look_up_address(self) -> None:
        """Find the building, the grid and its people."""
        typed = self.page.form.line("address").value
        work = partial(_whose, self.page.store, typed)
        self.page.run_service(work, self.show_address, group="address", failed=self._quiet)

    def show_address(self, whose: Whose) -> None:
        """Say which grid, who its manager is, and the phone; or which buildings it may mean."""
        changed = whose != self.whose
        self.whose = whose
        self.page.form.hints("address").show(self._address_hints(whose))
        self.page.refresh_bindings()
        if changed:
            self.page.soon("matter", self.look_up_matter, LONG_PAUSE)

    def _address_hints(self, whose: Whose) -> list[Hint]:
        match = whose.match
        if match is not None and not match.ambiguous:
            people = [(match.manager, match.manager_phone), (match.lead, match.lead_phone)]
            hints = [Hint(match.building, style="strong", weight=7)]
            hints.append(Hint(match.grid or _("in no grid"), weight=9))
            titles = (_("Manager {name} {phone}"), _("Lead {name} {phone}"))
            for (name, phone), title, weight in zip(people, titles, (8, 6), strict=True):
                if name:
                    hints.append(Hint(title.format(name=name, phone=phone).strip(), weight=weight))
            return hints
        names = self.buildings()
        if not names:
            return []
        head = Hint(_("Which one?"), key=_("Down"), weight=9, run=self.page.choose_building)
        return [head, *(Hint(name, weight=4) for name in names)]

    def buildings(self) -> list[str]:
        """The buildings the address may mean."""
        match = self.whose.match
        if match is not None and match.ambiguous and match.building_id is None:
            return list(match.candidates)
        if match is not None:
            return []
        return [one.title for one in self.whose.buildings]

    @property
    def building_id(self) -> int | None:
        """The building the address means, where it means one."""
        return self.whose.match.building_id if self.whose.match is not None else None

    # ── what about ──────────────────────────────────────────────────────────
    def look_up_matter(self) -> None:
        """Find like calls and fitting categories."""
        values = self.page.form.values()
        content = str(values["content"])
        words = (content, str(values.get("title", "")))
        work = partial(_matter, self.page.store, str(values["phone"]), self.building_id, words)
        self.page.run_service(work, self.show_matter, group="matter", failed=self._quiet)

    def show_matter(
        self, found: tuple[tuple[SimilarTicket, ...], tuple[CategoryChoice, ...]]
    ) -> None:
        """Show both in their rows."""
        self.alike, self.choices = found
        form = self.page.form
        form.hints("similar").show(self._similar_hints())
        form.hints("category").show(
            [
                Hint(
                    choice.name,
                    key=key,
                    weight=9 - place,
                    tip=" ".join(choice.words),
                    run=partial(self.page.accept_category, place),
                )
                for place, (choice, key) in enumerate(zip(self.choices, ACCEPT_KEYS, strict=False))
            ]
        )
        self.page.refresh_bindings()

    def _similar_hints(self) -> list[Hint]:
        if not self.alike:
            return []
        words = ngettext("{number} like call", "{number} like calls", len(self.alike))
        head = Hint(
            words.format(number=len(self.alike)),
            key="F8",
            style="late",
            weight=9,
            run=self.page.show_earlier,
        )
        first = self.alike[0]
        subject = clip(first.row.subject, SUBJECT_CELLS)
        return [head, Hint(f"{first.row.number} {first.reason}", weight=8), Hint(subject, weight=6)]

    def earlier_options(self) -> list[tuple[str, str]]:
        """Like calls and earlier calls of the phone, for a list: (ticket id, words)."""
        options = {
            str(one.row.id): f"{one.row.number} {one.reason}: {one.row.subject}"
            for one in self.alike
        }
        for row in self.known.last if self.known else ():
            options.setdefault(str(row.id), f"{row.number} {earlier(row)}")
        return [(key, clip(words, 2 * SUBJECT_CELLS)) for key, words in options.items()]


def earlier(row: TicketRow) -> str:
    """An earlier call in a few words: day, matter, state."""
    return f"{day_of(row.received_at)} {clip(row.subject, SUBJECT_CELLS // 2)} {row.state.label}"


def day_of(moment: datetime) -> str:
    """``2026-11-20``: the day of a moment; an earlier call may be years old."""
    return f"{moment:%Y-%m-%d}"


def _nobody() -> None:
    return None


def _whose(store: Store, typed: str) -> Whose:
    from gridterm.registers.service import grid_of_address, suggest_buildings

    if not typed.strip():
        return Whose(None, ())
    match = grid_of_address(store, typed)
    return Whose(match, () if match is not None else suggest_buildings(store, typed))


def _matter(
    store: Store, phone: str, building_id: int | None, words: tuple[str, str]
) -> tuple[tuple[SimilarTicket, ...], tuple[CategoryChoice, ...]]:
    from gridterm.hotline.similar import similar
    from gridterm.hotline.suggesting import suggester

    content, title = words
    suggesting = suggester(store)
    suggesting.learn_aside()
    enough = len(content.strip()) >= MATTER_CHARS or (content.strip() and phone)
    alike = similar(store, phone=phone, building_id=building_id, text=content) if enough else ()
    choices = suggesting.suggest(content, title) if content.strip() else ()
    return alike, tuple(one for one in choices if one.words)
