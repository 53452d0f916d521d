"""Every text a person sees goes through gettext: the source is read for places that forgot."""

import ast
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from gridterm import errors

ROOT = Path(__file__).resolve().parents[2]
GETTEXT = {"_", "N_", "ngettext", "pgettext"}

# What is called: which of its positional arguments a person reads.
SINKS: dict[str, tuple[int, ...]] = {
    **dict.fromkeys(("Static", "Label", "Button", "Tick", "Hint", "plain", "Link"), (0,)),
    **dict.fromkeys(("say", "notify", "output.line", "told.tell", "watch.begin", "echo"), (0,)),
    **dict.fromkeys(("Message", "Confirm", "AskText", "Outcome"), (0, 1)),
    **dict.fromkeys(("Choose", "LongWork", "FieldsDialog", "Sheet"), (0,)),
    **dict.fromkeys(("Column", "Field", "FieldSpec", "spec", "Filter"), (1,)),
    "Place": (2,),
    "Command": (2, 3),
    "job.progress": (2,),
    "faults.add": (1,),
    "command": (1,),
}
KEYWORDS = {
    *("help", "metavar", "hint", "label", "placeholder", "tooltip", "tip", "title", "heading"),
    *("words", "yes", "no", "empty", "border_title", "border_subtitle", "sub_title"),
}
ATTRIBUTES = {
    *("title_id", "help_id", "title", "help", "tooltip", "placeholder", "TITLE", "SUB_TITLE"),
    *("border_title", "border_subtitle"),
}
WORDS = re.compile(r"[A-Za-z]{2,}|[\u3400-\u9fff]")
ERRORS = {
    name
    for name, found in vars(errors).items()
    if isinstance(found, type) and issubclass(found, errors.GridtermError)
}
# Shown as they are in every language.
SAME = {
    "zh|en",  # what --lang takes
    "gridterm",
    "eastAsia",  # what Word calls Chinese type
}


def sources() -> list[Path]:
    return sorted(
        path
        for package in ("gridterm", "screens")
        for path in (ROOT / package).rglob("*.py")
        if "migrations" not in path.parts
    )


def untranslated(nodes: Iterable[ast.AST]) -> list[tuple[int, str]]:
    """(line, text) of every literal that stands where a person will read it."""
    return sorted(
        {
            (shown.lineno, words)
            for node in nodes
            for shown in _shown(node)
            if (words := _literal(shown)) and WORDS.search(words) and words.strip() not in SAME
        }
    )


def _shown(node: ast.AST) -> Iterator[ast.expr]:
    match node:
        case ast.Call():
            name = _name(node.func)
            owned = f"{_name(getattr(node.func, 'value', node.func))}.{name}"
            places = SINKS.get(name, SINKS.get(owned, (0,) if name in ERRORS else ()))
            yield from (node.args[at] for at in places if at < len(node.args))
            if name not in GETTEXT:
                yield from (one.value for one in node.keywords if one.arg in KEYWORDS)
        case ast.Assign(targets=targets) if node.value is not None:
            if any(_name(target) in ATTRIBUTES for target in targets):
                yield node.value
        case ast.AnnAssign(value=ast.expr() as value) if _name(node.target) in ATTRIBUTES:
            yield value


def _name(node: ast.expr) -> str:
    return str(getattr(node, "id", "") or getattr(node, "attr", ""))


def _literal(node: ast.expr) -> str:
    """The words written in an expression outside any call, place holders left out."""
    match node:
        case ast.Constant(value=str() as text):
            return text
        case ast.JoinedStr(values=parts):
            return "".join(_literal(part) for part in parts)
        case ast.BinOp(left=left, right=right):
            return _literal(left) + _literal(right)
        case ast.IfExp(body=body, orelse=orelse):
            return _literal(body) + _literal(orelse)
        case _:
            return ""


def lost_on_gettext(nodes: Iterable[ast.AST]) -> list[tuple[int, str]]:
    """(line, code) of texts that cannot be collected: not one plain literal inside _()."""
    return [
        (node.lineno, ast.unparse(node))
        for node in nodes
        if isinstance(node, ast.Call) and _name(node.func) in GETTEXT and node.args
        for argument in node.args[: 2 if _name(node.func) == "ngettext" else 1]
        if not isinstance(argument, ast.Constant | ast.Name | ast.Attribute | ast.Subscript)
    ]


def told(found: list[tuple[int, str]], path: Path) -> list[str]:
    return [f"{path.relative_to(ROOT)}:{line}: {words}" for line, words in found]


def test_every_text_shown_goes_through_gettext_and_can_be_collected() -> None:
    faults = []
    for path in sources():
        tree = ast.parse(path.read_text(encoding="utf-8"))
        nodes = list(ast.walk(tree))
        faults += told([*untranslated(nodes), *lost_on_gettext(nodes)], path)
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize(
    "code",
    [
        'Static("Nothing here")',
        'Button(f"Save {name}")',
        'self.app.say("Saved")',
        'raise InputError("Too long")',
        'typer.Option(help="The file.")',
        'Column("grid", "Grid", 5)',
        'Command("a.b", ("f9",), "Save", N_("Save it."), run)',
        'class Desk:\n    title_id = "Hotline"',
        'Label("打开")',
        'Static(_("Open") + " files")',
        'output.line("Done")',
        'watch.begin("Calls", total)',
        'say("on" if there else "off")',
    ],
)
def test_a_forgotten_text_is_seen(code: str) -> None:
    assert untranslated(ast.walk(ast.parse(code)))


@pytest.mark.parametrize(
    "code",
    [
        'Static(_("Nothing here"))',
        'Static("", id="count")',
        'Column("grid", _("Grid"), 5)',
        'self.app.say(_("Saved {name}").format(name=name))',
        'raise ValueError("for programmers")',
        'faults.line("estate", form.estate, 40, _("The estate is missing."))',
        'output.line(f"gridterm {version}")',
        'Static(f"{one}  {two}")',
    ],
)
def test_a_good_text_is_left_alone(code: str) -> None:
    assert untranslated(ast.walk(ast.parse(code))) == []


@pytest.mark.parametrize("code", ['_(f"Row {row}")', '_("Row " + row)', '_("Row {}".format(1))'])
def test_a_text_gettext_cannot_collect_is_seen(code: str) -> None:
    assert lost_on_gettext(ast.walk(ast.parse(code)))
