"""Help and refusals of the command tree in the user's language, aligned by terminal cells.

Click counts a Chinese character as one column and speaks English; so the tree's own words are
written here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import get_close_matches
from itertools import pairwise
from pathlib import Path
from typing import Any

from typer.core import TyperCommand, TyperGroup

from gridterm.cli.output import cells
from gridterm.errors import InputError
from gridterm.i18n import _, ngettext
from gridterm.text import width

NAME_CELLS = 30
GAP = 2
OPTIONAL = re.compile(r"\[[^\[\]]*\]")


class TranslatedCommand(TyperCommand):
    """A command whose help and refusals are in the user's language."""

    def get_help(self, ctx: Any) -> str:  # noqa: ANN401 - typer's context class is private
        """The help of this command."""
        return help_text(self, ctx)

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:  # noqa: ANN401
        """Parse, and refuse what is left over with a sentence."""
        ctx.allow_extra_args = True
        left: list[str] = super().parse_args(ctx, self._completed(ctx, args))
        if left and not ctx.resilient_parsing:
            raise InputError(
                ngettext(
                    "This is one word too many: {words}. Put a text with blanks in quotes.",
                    "These are too many words: {words}. Put a text with blanks in quotes.",
                    len(left),
                ).format(words=" ".join(left))
            )
        return left

    def _completed(self, ctx: Any, args: list[str]) -> list[str]:  # noqa: ANN401
        """The words with ``-`` behind each option whose ``[FILE]`` was left out.

        The next word is its file where it is ``-`` or ends like one (``call.txt``), so that
        ``show --text RX-2026-0312`` finds its call.
        """
        may = {
            name
            for param in self.get_params(ctx)
            if param.param_type_name == "option" and OPTIONAL.fullmatch(param.metavar or "")
            for name in param.opts
        }
        told: list[str] = []
        for word, after in pairwise([*args, ""]):
            told.append(word)
            is_file = after == "-" or (Path(after).suffix and not after.startswith("-"))
            if word in may and not is_file:
                told.append("-")
        return told


class TranslatedGroup(TyperGroup):
    """A group of commands whose help and refusals are in the user's language."""

    def get_help(self, ctx: Any) -> str:  # noqa: ANN401
        """The help of this group."""
        return help_text(self, ctx)

    def invoke(self, ctx: Any) -> Any:  # noqa: ANN401
        """Run the command that was named.

        Raises:
            InputError: none was named.
        """
        if not ctx._protected_args and not self.invoke_without_command:  # noqa: SLF001 - click keeps it there
            raise InputError(
                _("Say what to do: {commands}. See {path} --help.").format(
                    commands=", ".join(self.commands), path=ctx.command_path
                )
            )
        return super().invoke(ctx)

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:  # noqa: ANN401
        """The command that was named.

        Raises:
            InputError: there is none of that name; the nearest is named.
        """
        name = args[0]
        if name in self.commands or name.startswith("-"):
            return super().resolve_command(ctx, args)
        near = get_close_matches(name, self.commands, n=1)
        if near:
            raise InputError(
                _("There is no command {name}; did you mean {nearest}?").format(
                    name=name, nearest=near[0]
                )
            )
        raise InputError(
            _("There is no command {name}. See {path} --help.").format(
                name=name, path=ctx.command_path
            )
        )


def help_text(command: TyperCommand | TyperGroup, ctx: Any) -> str:  # noqa: ANN401
    """Usage, what it does, arguments, options and commands, as plain text."""
    lines = [_("Usage: {line}").format(line=usage(command, ctx)), "", command.help or ""]
    arguments: list[tuple[str, str]] = []
    options: list[tuple[str, str]] = []
    for param in command.get_params(ctx):
        if getattr(param, "hidden", False):
            continue
        is_argument = param.param_type_name == "argument"
        (arguments if is_argument else options).append(_entry(param, is_argument=is_argument))
    lines += _section(_("Arguments"), arguments)
    lines += _section(_("Options"), options)
    if isinstance(command, TyperGroup):
        named = [(name, one.help or "") for name, one in command.commands.items()]
        lines += _section(_("Commands"), named)
    return "\n".join(lines)


def usage(command: TyperCommand | TyperGroup, ctx: Any) -> str:  # noqa: ANN401
    """The line that shows how a command is typed."""
    words = [ctx.command_path, _("[options]")]
    for param in command.get_params(ctx):
        if param.param_type_name == "argument":
            shown = param.metavar or param.name.upper()
            shown += "..." if param.nargs != 1 else ""
            words.append(shown if param.required else f"[{shown}]")
    if isinstance(command, TyperGroup):
        words.append(_("COMMAND ..."))
    return " ".join(words)


def _entry(param: Any, *, is_argument: bool) -> tuple[str, str]:  # noqa: ANN401
    if is_argument:
        name = param.metavar or param.name.upper()
    else:
        name = ", ".join(sorted(param.opts, key=len))
        if not param.is_flag:
            name += f" {param.metavar or _('VALUE')}"
    told = _("Show this help.") if "--help" in param.opts else (param.help or "")
    if param.required:
        told += " " + _("(required)")
    elif param.default not in (None, False, "") and not callable(param.default):
        told += " " + _("(otherwise {value})").format(value=param.default)
    return name, told.strip()


def _section(title: str, entries: list[tuple[str, str]]) -> list[str]:
    if not entries:
        return []
    column = min(max(width(name) for name, _told in entries), NAME_CELLS) + GAP
    lines = ["", _("{title}:").format(title=title)]
    for name, told in entries:
        lines += _lines(name, told, column)
    return lines


def _lines(name: str, told: str, column: int) -> Iterator[str]:
    """A name with its text beside it; below it where the name is too long."""
    rest = list(_wrapped(told, max(20, cells() - column - GAP)))
    lead = " " * GAP + name
    if width(name) > column - GAP:
        yield lead
    elif rest:
        yield lead + " " * (column - width(name)) + rest.pop(0)
    else:
        yield lead
    for line in rest:
        yield " " * (GAP + column) + line


def _wrapped(told: str, cells: int) -> Iterator[str]:
    from rich.console import Console
    from rich.text import Text

    for line in Text(told).wrap(Console(width=cells), cells):
        yield line.plain.rstrip()
