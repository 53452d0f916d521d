"""The office's settings on the command line: each with its default and the reason for it."""

from __future__ import annotations

from typing import Annotated, Any

from typer import Argument

from gridterm import settings
from gridterm.cli import output, values
from gridterm.cli.call import Call
from gridterm.cli.frame import Desk
from gridterm.errors import NotFoundError
from gridterm.i18n import N_, _

SETTINGS = Desk("settings", N_("The office's settings, each with the reason for its default."))

Key = Annotated[str, Argument(metavar=N_("KEY"), help=N_("The setting, such as office.name."))]


@SETTINGS.command("list", N_("List the settings: value, default and the reason for it."))
def list_(call: Call) -> None:
    """List the settings."""
    with call.office() as store, store.read() as session:
        current = settings.load(session)
    if call.json:
        listed = [_told(one, current) for one in settings.SETTINGS]
        output.as_json({"count": len(listed), "settings": listed})
        return
    output.table(
        settings.SETTINGS,
        (
            (_("Setting"), lambda one: one.key),
            (_("Value"), lambda one: typed_form(current[one.key])),
            (_("Default"), lambda one: typed_form(one.default)),
            (_("What it is"), lambda one: one.title),
            (_("Why"), lambda one: one.reason),
        ),
    )


@SETTINGS.command("get", N_("Show a setting with its default and the reason for it."))
def get(call: Call, key: Key) -> None:
    """Show a setting."""
    one = _setting(key)
    with call.office() as store, store.read() as session:
        current = settings.load(session)
    if call.json:
        output.as_json(_told(one, current))
        return
    output.pairs(
        (
            (_("Setting"), one.key),
            (_("Value"), typed_form(current[one.key])),
            (_("Default"), typed_form(one.default)),
            (_("What it is"), one.title),
            (_("Why"), one.reason),
            (_("Choices"), ", ".join(filter(None, one.choices))),
        )
    )


@SETTINGS.command("set", N_("Change a setting."), changes=True)
def set_(
    call: Call,
    key: Key,
    value: Annotated[str, Argument(metavar=N_("VALUE"), help=N_("Its new value."))],
) -> None:
    """Change a setting."""
    one = _setting(key)
    with call.office() as store:
        current = settings.change(store, call.keeper(store), {one.key: value})
    if call.json:
        output.as_json(_told(one, current))
    else:
        output.line(
            _("{title}: {value}").format(title=one.title, value=typed_form(current[one.key]))
        )


def _setting(typed: str) -> settings.Setting:
    key = values.folded(typed)
    one = settings.BY_KEY.get(key)
    if one is not None:
        return one
    near = values.nearest(key, settings.BY_KEY)
    if near:
        raise NotFoundError(
            _("There is no setting {key}; did you mean {nearest}?").format(key=typed, nearest=near)
        )
    raise NotFoundError(
        _("There is no setting {key}. See them with: gridterm settings list").format(key=typed)
    )


def typed_form(value: settings.Value) -> str:
    """A value the way it is typed."""
    if isinstance(value, tuple):
        return " ".join(value)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return str(value)


def _told(one: settings.Setting, current: settings.Settings) -> dict[str, Any]:
    return {
        "key": one.key,
        "value": current[one.key],
        "default": one.default,
        "changed": current.is_changed(one.key),
        "group": _(one.group),
        "title": one.title,
        "reason": one.reason,
        "choices": one.choices,
    }
