"""What a check of the office finds, and how long checks tell of their progress."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

Progress = Callable[[str, int, int], None]
"""Called with (what is being checked, done, in all or 0); may raise to cancel."""

TELL_EVERY = 1_000
SHOWN_PER_CODE = 20


@dataclass(frozen=True)
class Finding:
    """Something that is not as it should be: a stable code and a sentence for a person."""

    code: str
    sentence: str


class Watch:
    """Counts what was checked and passes it on now and then.

    Args:
        progress: told of the progress; what it raises ends the check.
    """

    def __init__(self, progress: Progress | None = None) -> None:
        self.checked: dict[str, int] = {}
        self._progress = progress
        self._part = ""
        self._total = 0

    def begin(self, part: str, total: int = 0) -> None:
        """Another part begins; ``part`` is a few translated words."""
        self._part, self._total = part, total
        self.checked.setdefault(part, 0)
        self._tell()

    def step(self) -> None:
        """One more thing of this part was checked."""
        self.checked[self._part] += 1
        if self.checked[self._part] % TELL_EVERY == 0:
            self._tell()

    def _tell(self) -> None:
        if self._progress is not None:
            self._progress(self._part, self.checked[self._part], self._total)


@dataclass
class Findings:
    """Findings as they come; of each code the first ones are kept, all are counted."""

    kept: list[Finding] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)

    def take(self, found: Iterable[Finding]) -> None:
        """Take in what a check finds, one after another."""
        for finding in found:
            count = self.counts.get(finding.code, 0) + 1
            self.counts[finding.code] = count
            if count <= SHOWN_PER_CODE:
                self.kept.append(finding)
