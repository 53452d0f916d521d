"""What typer refuses, as one sentence in the user's language.

Typer carries click inside and passes its errors on; it names them nowhere else, so this is
the one place that looks inside it.
"""

from __future__ import annotations

from typing import Any

from typer._click import exceptions as click

from gridterm.i18n import _


def usage_sentence(error: BaseException) -> str:
    """What was typed wrongly, where typer refused it; ``""`` for any other error."""
    match error:
        case click.NoSuchOption():
            return _no_such_option(error)
        case click.MissingParameter():
            sentence = _("{name} is missing: {help} See {path} --help.")
        case click.BadOptionUsage() if "requires" in error.message:
            return _("The option {name} wants a value after it.").format(name=error.option_name)
        case click.BadOptionUsage():
            return _("The option {name} takes no value.").format(name=error.option_name)
        case click.BadParameter():
            sentence = _("{name} does not take this value. See {path} --help.")
        case click.UsageError():
            sentence = _("This was not understood. See {path} --help.")
        case _other:
            return ""
    return sentence.format(name=_named(error), help=_help(error), path=_path(error))


def _no_such_option(error: click.NoSuchOption) -> str:
    if error.possibilities:
        return _("There is no option {name}; did you mean {nearest}?").format(
            name=error.option_name, nearest=error.possibilities[0]
        )
    return _("There is no option {name}. See {path} --help.").format(
        name=error.option_name, path=_path(error)
    )


def _path(error: click.UsageError) -> str:
    return error.ctx.command_path if error.ctx is not None else "gridterm"


def _help(error: click.UsageError) -> str:
    """What a parameter is for, as its help says it."""
    return str(getattr(getattr(error, "param", None), "help", None) or "")


def _named(error: click.UsageError) -> str:
    """A parameter as it is typed: an option's name, an argument's place holder."""
    param: Any = getattr(error, "param", None)
    if param is None:
        return "?"
    if param.param_type_name == "argument":
        return str(param.metavar or param.name.upper())
    return str(param.opts[0])
