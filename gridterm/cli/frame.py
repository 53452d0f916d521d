"""The tree of commands: declared with texts to be translated, built once the language is known."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Collection, Mapping
from copy import copy
from dataclasses import dataclass, field, fields
from typing import Annotated, Any, TypeVar, get_args, get_origin, get_type_hints

import typer

from gridterm.cli.call import Call, next_line
from gridterm.cli.help import TranslatedCommand, TranslatedGroup
from gridterm.cli.language import NAMES
from gridterm.cli.values import check_language
from gridterm.i18n import N_, _

Function = TypeVar("Function", bound=Callable[..., int | None])


class ReaderLeftError(BrokenPipeError):
    """The program that read our output is gone; without an errno typer passes it on."""


@dataclass(frozen=True)
class Command:
    """One command. ``changes``: it acts for an operator; ``json``: it can answer in JSON."""

    name: str
    run: Callable[..., int | None]
    help_id: str
    changes: bool
    json: bool


@dataclass
class Desk:
    """A group of commands, or with an empty name the commands that stand alone."""

    name: str
    help_id: str
    commands: list[Command] = field(default_factory=list)

    def command(
        self, name: str, help_id: str, *, changes: bool = False, json: bool = True
    ) -> Callable[[Function], Function]:
        """Declare the decorated function as a command; its first parameter is the ``Call``.

        Args:
            name: the word that is typed.
            help_id: what it does, as a text of the catalogue; so are its parameters' helps.
            changes: takes --as and --pin-stdin.
            json: takes --json.
        """

        def declare(function: Function) -> Function:
            self.commands.append(Command(name, function, help_id, changes, json))
            return function

        return declare


class Options:
    """Base of frozen dataclasses whose fields are options or arguments of a command.

    A command that takes one as a parameter has them all in its place, said once for every
    command that shares them.
    """


Db = Annotated[
    str | None,
    typer.Option(
        "--db",
        metavar=N_("FILE"),
        help=N_("The office file; else GRIDTERM_DB, else the one in your data folder."),
    ),
]
Lang = Annotated[
    str | None,
    typer.Option("--lang", metavar="zh|en", help=N_("Answer in this language.")),
]
Json = Annotated[bool, typer.Option("--json", help=N_("Answer in JSON, for programs."))]
Operator = Annotated[
    str | None,
    typer.Option(
        "--as",
        metavar=N_("NUMBER"),
        help=N_("Your staff number; else GRIDTERM_OPERATOR, else who is on duty today."),
    ),
]
PinStdin = Annotated[
    bool,
    typer.Option(
        "--pin-stdin",
        help=N_("Read your PIN from the first line of standard input; else GRIDTERM_PIN."),
    ),
]
COMMON: Mapping[str, tuple[Any, Any]] = {
    "db_": (Db, None),
    "lang_": (Lang, None),
    "json_": (Json, False),
    "as_": (Operator, None),
    "pin_stdin_": (PinStdin, False),
}


def build(words: Collection[str] | None = None) -> Any:  # noqa: ANN401 - typer's own command class is private to it
    """The tree of commands in the language in use.

    Args:
        words: what was typed. Only a command that is named there can be asked for anything, so
            only those get their parameters: reading all of them takes longer than most answers.
            Without it every command is whole.
    """
    from gridterm.cli.tree import ALONE, DESKS

    root = typer.Typer(
        cls=TranslatedGroup,
        help=_(
            "The desk of a community office: hotline, meetings, attendance, visits, discipline, "
            "registers. Alone it opens the screens."
        ),
        add_completion=False,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["--help", "-h"]},
    )
    given: dict[str, Any] = {}
    root.callback(invoke_without_command=True)(_root_function(given))
    _fill(root, ALONE, given, words)
    for desk in DESKS:
        group = typer.Typer(cls=TranslatedGroup, rich_markup_mode=None)
        if words is None or desk.name in words:
            _fill(group, desk, given, words)
        root.add_typer(group, name=desk.name, help=_(desk.help_id))
    return typer.main.get_command(root)


def _fill(
    group: typer.Typer, desk: Desk, given: Mapping[str, Any], words: Collection[str] | None
) -> None:
    for command in desk.commands:
        function = (
            _function(command, given) if words is None or command.name in words else _only_listed
        )
        group.command(command.name, cls=TranslatedCommand, help=_(command.help_id))(function)


def _only_listed() -> None:
    """A command that stands in the list of commands and was not named."""


def _common(names: tuple[str, ...]) -> list[inspect.Parameter]:
    return [
        inspect.Parameter(
            name,
            inspect.Parameter.KEYWORD_ONLY,
            default=COMMON[name][1],
            annotation=_translated(COMMON[name][0]),
        )
        for name in names
    ]


def _function(command: Command, given: Mapping[str, Any]) -> Callable[..., int | None]:
    """The command as typer takes it: its own parameters and the common ones, translated."""
    _first, *taken = inspect.signature(command.run, eval_str=True).parameters.values()
    groups = {one.name: _options_of(one) for one in taken}
    own = [one for group in groups.values() for one in group]
    names = ["db_", "lang_"]
    names += ["json_"] if command.json else []
    names += ["as_", "pin_stdin_"] if command.changes else []

    def function(**values: Any) -> int | None:  # noqa: ANN401 - typer gives what it parsed
        common = {name: values.pop(name) for name in names}
        check_language(common["lang_"])
        for parameter in taken:
            group = parameter.annotation
            if _is_group(group):
                own_names = [one.name for one in groups[parameter.name]]
                values[parameter.name] = group(**{name: values.pop(name) for name in own_names})
        try:
            return command.run(_call(common, given), **values)
        except BrokenPipeError as error:
            raise ReaderLeftError from error

    function.__name__ = command.run.__name__
    function.__signature__ = inspect.Signature(  # type: ignore[attr-defined]
        [
            *(
                one.replace(
                    annotation=_translated(one.annotation), kind=inspect.Parameter.KEYWORD_ONLY
                )
                for one in own
            ),
            *_common(tuple(names)),
        ]
    )
    return function


def _is_group(annotation: object) -> bool:
    return isinstance(annotation, type) and issubclass(annotation, Options)


def _options_of(parameter: inspect.Parameter) -> list[inspect.Parameter]:
    """A command's parameter as typer sees it: itself, or the fields of its group of options."""
    if not _is_group(parameter.annotation):
        return [parameter]
    hints = get_type_hints(parameter.annotation, include_extras=True)
    return [
        inspect.Parameter(
            one.name,
            inspect.Parameter.KEYWORD_ONLY,
            default=one.default,
            annotation=hints[one.name],
        )
        for one in fields(parameter.annotation)
    ]


def _root_function(given: dict[str, Any]) -> Callable[..., None]:
    """What is accepted before the command's name, kept for the command."""
    names = tuple(COMMON)

    def function(context: typer.Context, **values: Any) -> None:  # noqa: ANN401 - as above
        if values.pop("version"):
            from gridterm import __version__

            typer.echo(f"gridterm {__version__}")
            raise typer.Exit(0)
        check_language(values["lang_"])
        given.update(_typed(values))
        if context.invoked_subcommand is None:
            from gridterm.cli.app_command import start
            from gridterm.cli.language import office_file

            raise typer.Exit(start(office_file(values["db_"])))

    context = inspect.Parameter(
        "context", inspect.Parameter.POSITIONAL_OR_KEYWORD, annotation=typer.Context
    )
    version = inspect.Parameter(
        "version",
        inspect.Parameter.KEYWORD_ONLY,
        default=False,
        annotation=_translated(
            Annotated[bool, typer.Option("--version", "-V", help=N_("Say the version."))]
        ),
    )
    function.__signature__ = inspect.Signature([context, *_common(names), version])  # type: ignore[attr-defined]
    return function


def _call(common: Mapping[str, Any], given: Mapping[str, Any]) -> Call:
    merged = {**given, **_typed(common)}
    return Call(
        db=merged.get("db_"),
        operator=merged.get("as_"),
        language=NAMES.get((merged.get("lang_") or "").casefold()),
        pin=next_line() if merged.get("pin_stdin_") else None,
        json=bool(merged.get("json_")),
    )


def _typed(options: Mapping[str, Any]) -> dict[str, Any]:
    """The options that were typed; an empty text was, too."""
    return {name: value for name, value in options.items() if value not in (None, False)}


def _translated(annotation: Any) -> Any:  # noqa: ANN401 - an annotation may be anything
    """An annotation with typer's help and metavar in the language in use."""
    if get_origin(annotation) is not Annotated:
        return annotation
    base, *extras = get_args(annotation)
    told = []
    for extra in extras:
        one = copy(extra)
        if isinstance(one, typer.models.ParameterInfo):
            one.help = _(one.help) if one.help else one.help
            one.metavar = _(one.metavar) if one.metavar else one.metavar
        told.append(one)
    return Annotated[(base, *told)]
