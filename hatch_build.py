"""Build hook: compiles the message catalogues and puts data/ into the wheel.

A wheel carries data/ as gridterm/_data, with the compiled catalogues (.mo) and without their
sources (.po, .pot) and the pictures of the READMEs. An editable install reads data/ of the
checkout, so there the catalogues are only compiled in place.
"""

import os
from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

CATALOGUE_SOURCES = {".po", ".pot"}
PICTURES = "pictures"  # the READMEs show them; the program does not


def compile_catalogues(data: Path) -> list[Path]:
    """Write a .mo beside every .po below data/locale that is newer; return what was written.

    A catalogue is replaced in one step: a program that reads it at the same time sees the old or
    the new one, never half of it.
    """
    written = []
    for source in sorted(data.glob("locale/*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime_ns > source.stat().st_mtime_ns:
            continue
        with source.open("rb") as stream:
            catalogue = read_po(stream, locale=source.parts[-3], domain=source.stem)
        draft = target.with_name(f"{target.name}.{os.getpid()}.tmp")
        with draft.open("wb") as stream:
            write_mo(stream, catalogue)
        draft.replace(target)
        written.append(target)
    return written


def packaged_files(data: Path) -> dict[str, str]:
    """Map every file of data/ that a wheel needs to its place in the wheel."""
    return {
        str(path): f"gridterm/_data/{path.relative_to(data).as_posix()}"
        for path in sorted(data.rglob("*"))
        if path.is_file()
        and path.suffix not in CATALOGUE_SOURCES
        and not path.name.startswith(".")
        and path.relative_to(data).parts[0] != PICTURES
    }


class CustomBuildHook(BuildHookInterface):  # type: ignore[type-arg]  # hatchling's own generic
    """Called by hatchling for every wheel, also for editable ones."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile the catalogues; for a real wheel also name the files of data/."""
        data = Path(self.root) / "data"
        compile_catalogues(data)
        if version != "editable":
            build_data["force_include"].update(packaged_files(data))
