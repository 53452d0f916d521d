"""Choosing the file calls are taken over from."""

from __future__ import annotations

from pathlib import Path

from gridterm.i18n import N_
from screens.widgets.files import FilePage


class ImportPage(FilePage):
    """Choose the file: type or paste its path, or walk through the folders."""

    title_id = N_("Import calls")

    def open_file(self, path: Path) -> None:
        """Show what would happen."""
        from screens.hotline.import_preview import PreviewPage

        page = PreviewPage(path)
        self.app.push_screen(page, lambda _nothing: self._came_back(page.imported))

    def _came_back(self, imported: bool) -> None:  # noqa: FBT001 - what the page says
        """After an import the list of calls is what people want to see."""
        if imported:
            self.call_later(self._leave)

    def _leave(self) -> None:
        self.dismiss(None)
