"""The fields of a call as they are typed: what stands in them, and what is wrong with them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.widget import Widget
from textual.widgets import Input, Label, Static, TextArea

from gridterm.hotline.terms import Channel, Intake, Kind
from gridterm.i18n import _
from gridterm.moments import moment
from screens.hotline.segments import Segments
from screens.widgets.forms import Choice, LineInput, Tick, WordsArea
from screens.widgets.plain import plain
from screens.widgets.rows import HintRow

SHOWN = "%Y-%m-%d %H:%M"
LINES = ("phone", "caller", "address", "received_at", "place")
AREAS = ("content", "answer", "guide")
CHOICES = ("category", "grid")
SEGMENTS = ("kind", "channel")
TICKS = ("anonymous", "confidential", "publishable", "proactive")
TYPED = ("phone", "caller", "address", "place", *AREAS)
"""The fields that make a draft: without any of them there is nothing to lose."""

FLOW = ("phone", "caller", "address", "content")
"""Enter in a line goes to the next of these that is empty."""

Values = dict[str, str | bool]


@dataclass(frozen=True)
class Given:
    """What a new form starts with."""

    received_at: datetime

    def values(self) -> Values:
        """The fields of an empty form."""
        return {
            **dict.fromkeys((*LINES, *AREAS, *CHOICES), ""),
            **dict.fromkeys(TICKS, False),
            "received_at": f"{self.received_at:{SHOWN}}",
            "kind": str(Kind.INQUIRY),
            "channel": str(Channel.PHONE),
        }


def is_blank(values: Mapping[str, object]) -> bool:
    """Whether nothing was typed that anybody would miss."""
    return not any(str(values.get(name, "")).strip() for name in TYPED)


def intake_of(values: Mapping[str, str | bool], given: Given, now: datetime) -> Intake:
    """The call that stands in the fields.

    Raises:
        InputError: the time cannot be read.
    """
    texts = {name: str(values[name]) for name in (*TYPED, *SEGMENTS, *CHOICES)}
    ticks = {name: bool(values[name]) for name in TICKS}
    typed = str(values["received_at"])
    same = typed.strip() == f"{given.received_at:{SHOWN}}"
    return Intake(
        content=texts["content"],
        kind=texts["kind"],
        channel=texts["channel"],
        received_at=given.received_at if same else moment(typed, now, "received_at"),
        caller=texts["caller"],
        anonymous=ticks["anonymous"],
        phone=texts["phone"],
        address=texts["address"],
        place=texts["place"],
        grid_id=int(texts["grid"]) if texts["grid"] else None,
        category=texts["category"],
        confidential=ticks["confidential"],
        publishable=ticks["publishable"],
        proactive=ticks["proactive"],
        answer=texts["answer"],
        guide=texts["guide"],
    )


class IntakeForm(VerticalScroll):
    """All fields of a call, on one screen."""

    can_focus = False

    def compose(self) -> ComposeResult:
        """Who, where, what, what was said to it; the rest below."""
        with Horizontal(classes="row"):
            yield from _field("phone", _("Phone"), LineInput(id="phone"))
            yield from _field("caller", _("Name"), LineInput(id="caller"))
        yield from _wrongs("phone", "caller")
        yield HintRow(id="hint-caller")
        with Horizontal(classes="row"):
            yield from _field("address", _("Address"), LineInput(id="address"))
        yield from _wrongs("address")
        yield HintRow(id="hint-address")
        with Horizontal(id="content-row"):
            yield from _field("content", _("Matter"), WordsArea(id="content"))
        yield from _wrongs("content")
        yield HintRow(id="hint-similar")
        with Horizontal(id="reply-row"):
            yield from _field("answer", _("Answer"), WordsArea(id="answer"))
            yield from _field("guide", _("Guide to"), WordsArea(id="guide"))
        yield from _wrongs("answer", "guide")
        yield from self._below()

    def _below(self) -> ComposeResult:
        kinds = [(str(one), one.label) for one in Kind]
        channels = [(str(one), one.label) for one in Channel]
        with Horizontal(classes="row"):
            yield from _field("kind", _("Kind"), Segments(kinds, Kind.INQUIRY, id="kind"))
        yield from _wrongs("kind")
        with Horizontal(classes="row"):
            yield from _field(
                "category", _("Category"), Choice([], "", title=_("Category"), id="category")
            )
            yield HintRow(id="hint-category")
        yield from _wrongs("category")
        with Horizontal(classes="row"):
            yield from _field(
                "channel", _("Channel"), Segments(channels, Channel.PHONE, id="channel")
            )
        yield from _wrongs("channel")
        with Horizontal(classes="row"):
            yield from _field("received_at", _("Time"), LineInput(id="received_at"))
            yield from _field("grid", _("Grid"), Choice([], "", title=_("Grid"), id="grid"))
            yield from _field("place", _("Place"), LineInput(id="place"))
        yield from _wrongs("received_at", "place")
        with Horizontal(classes="row", id="ticks"):
            yield Tick(_("Anonymous"), id="anonymous")
            yield Tick(_("Confidential"), id="confidential")
            yield Tick(_("Publishable"), id="publishable")
            yield Tick(_("Found by grid"), id="proactive")

    def on_mount(self) -> None:
        """The matter takes the rows that are left."""
        self.query_one("#content").styles.height = "100%"

    # ── values ──────────────────────────────────────────────────────────────
    def values(self) -> Values:
        """What stands in the fields, as texts and marks."""
        return {
            **{name: self.query_one(f"#{name}", Input).value for name in LINES},
            **{name: self.query_one(f"#{name}", TextArea).text for name in AREAS},
            **{name: self.query_one(f"#{name}", Choice).value for name in CHOICES},
            **{name: self.query_one(f"#{name}", Segments).value for name in SEGMENTS},
            **{name: self.query_one(f"#{name}", Tick).on for name in TICKS},
        }

    def fill(self, values: Mapping[str, object]) -> None:
        """Put values into their fields; names that are no field, and odd values, are left out."""
        for name in LINES:
            self.query_one(f"#{name}", Input).value = str(values.get(name, ""))
        for name in AREAS:
            self.query_one(f"#{name}", TextArea).text = str(values.get(name, ""))
        for name in CHOICES:
            self.query_one(f"#{name}", Choice).value = str(values.get(name, ""))
        for name, terms in (("kind", Kind), ("channel", Channel)):
            value = str(values.get(name, ""))
            if value in set(terms):
                self.query_one(f"#{name}", Segments).value = value
        for name in TICKS:
            self.query_one(f"#{name}", Tick).on = values.get(name) is True

    def line(self, name: str) -> Input:
        """The line of that name."""
        return self.query_one(f"#{name}", Input)

    def hints(self, name: str) -> HintRow:
        """The row of hints under a field."""
        return self.query_one(f"#hint-{name}", HintRow)

    def go_on(self, after: str) -> None:
        """Move the focus on from a line: to the next field of the flow that is empty."""
        values = self.values()
        start = FLOW.index(after) + 1 if after in FLOW else len(FLOW)
        for name in FLOW[start:]:
            empty = not str(values[name]).strip()
            skipped = name == "caller" and values["anonymous"]
            if (empty and not skipped) or name == "content":
                self.query_one(f"#{name}").focus()
                return
        self.screen.focus_next()

    def go_on_writing(self) -> None:
        """Where a draft that came back is written on: the end of the matter, once it has one."""
        area = self.query_one("#content", TextArea)
        if area.text.strip():
            area.focus()
            area.move_cursor(area.document.end)

    # ── what is wrong ───────────────────────────────────────────────────────
    def show_wrong(self, fields: Mapping[str, str]) -> bool:
        """Put a sentence under each wrong field, none under the others, and go to the first.

        Returns:
            Whether every one of them has a place here.
        """
        first: Widget | None = None
        for place in self.query(".wrong").results(Static):
            name = (place.id or "").removeprefix("wrong-")
            place.update(plain(fields.get(name, "")))
            place.display = name in fields
            if name in fields and first is None:
                first = self.query_one(f"#{name}")
        if first is not None:
            first.focus()
        places = {(place.id or "").removeprefix("wrong-") for place in self.query(".wrong")}
        return set(fields) <= places


def _field(name: str, title: str, widget: Widget) -> Iterable[Widget]:
    label = Label(plain(title), classes="label", id=f"label-{name}")
    return (label, widget)


def _wrongs(*names: str) -> Iterable[Widget]:
    for name in names:
        place = Static(id=f"wrong-{name}", classes="wrong")
        place.display = False
        yield place
