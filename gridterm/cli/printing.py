"""Documents on the command line: as PDF, Word or text file, on the terminal, on paper."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from typer import Option

from gridterm.cli import output, values
from gridterm.cli.frame import Options
from gridterm.errors import InputError
from gridterm.i18n import N_, _

if TYPE_CHECKING:
    from gridterm.cli.call import Call
    from gridterm.printing.export import Printout, Written
    from gridterm.printing.printer import Printed

HERE = "-"


class Paper:
    """The options of every command that can print a document."""

    Pdf = Annotated[
        str,
        Option("--pdf", metavar=N_("FILE"), help=N_("Save it as PDF; a file of that name stays.")),
    ]
    Docx = Annotated[
        str,
        Option(
            "--docx", metavar=N_("FILE"), help=N_("Save it for Word; a file of that name stays.")
        ),
    ]
    Text = Annotated[
        str,
        Option(
            "--text",
            metavar=N_("[FILE]"),
            help=N_("Save it as .txt file; without a file it is shown here."),
        ),
    ]
    Print = Annotated[bool, Option("--print", help=N_("Print it on paper."))]
    Printer = Annotated[
        str,
        Option("--printer", metavar=N_("PRINTER"), help=N_("Which printer; else the default one.")),
    ]


@dataclass(frozen=True)
class Wanted(Options):
    """What is to become of a document: the options as typed."""

    pdf: Paper.Pdf = ""
    docx: Paper.Docx = ""
    text: Paper.Text = ""
    paper: Paper.Print = False
    printer: Paper.Printer = ""

    def __post_init__(self) -> None:
        """Refuse what cannot be meant, before anything is read or noted.

        Raises:
            InputError: a printer without printing, or a file of another kind.
        """
        if self.printer and not self.paper:
            raise InputError(_("--printer says where to print: add --print."))
        for option, ending, typed in self._typed():
            if Path(typed).suffix.lower() != ending:
                raise InputError(
                    _("{option} writes a {ending} file; {name} does not end so.").format(
                        option=option, ending=ending, name=typed
                    )
                )

    def __bool__(self) -> bool:
        """Whether any document is asked for."""
        return bool(self.pdf or self.docx or self.text or self.paper)

    def _typed(self) -> list[tuple[str, str, str]]:
        text = "" if self.text == HERE else self.text
        every = (("--pdf", ".pdf", self.pdf), ("--docx", ".docx", self.docx))
        return [one for one in (*every, ("--text", ".txt", text)) if one[2]]

    @property
    def files(self) -> list[Path]:
        """The files to write."""
        return [values.file_at(typed) for _option, _ending, typed in self._typed()]


def produce(call: Call, printout: Printout, wanted: Wanted) -> None:
    """Write, show and print a document as it is wanted, and say what became of it.

    Raises:
        FileProblemError: a file cannot be written.
        InputError: there is no such printer.
        PrinterError: it could not be printed.
    """
    from gridterm.printing.export import text_cells, write
    from gridterm.printing.preview import to_text
    from gridterm.printing.printer import print_document

    document = printout.document
    text = to_text(document, text_cells(document)) if wanted.text == HERE else ""
    written = [write(document, path, overwrite=False) for path in wanted.files]
    printed = print_document(document, wanted.printer) if wanted.paper else None
    (_answer_json if call.json else _answer)(printout, text, written, printed)


def _answer_json(
    printout: Printout, text: str, written: list[Written], printed: Printed | None
) -> None:
    answer: dict[str, Any] = {"number": printout.number, "files": written, "printed": printed}
    output.as_json({**answer, "text": text} if text else answer)


def _answer(printout: Printout, text: str, written: list[Written], printed: Printed | None) -> None:
    if text:
        output.block(text.rstrip("\n"))
    warnings = [one.warning for one in written]
    for one in written:
        output.line(_("{number} is written: {path}").format(number=printout.number, path=one.path))
    if printed is not None:
        output.line(printed.words)
        warnings.append(printed.warning)
    for warning in dict.fromkeys(filter(None, warnings)):
        output.line(warning)
