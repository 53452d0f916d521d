"""Now, as the office's wall clock says it.

Rules are wall-clock rules, so every stored time is naive and in the office's time zone; the
conversion happens here and nowhere else. Nothing else asks the machine for the time.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from gridterm.errors import InputError
from gridterm.i18n import _

DEFAULT_ZONE = "Asia/Shanghai"


class Clock(Protocol):
    """What the program needs of a clock."""

    def now(self) -> datetime:
        """The office's wall clock, naive, to the second."""
        ...

    def today(self) -> date:
        """The office's date."""
        ...


class SystemClock:
    """The machine's clock, read in the office's zone.

    Args:
        zone: an IANA zone name.

    Raises:
        InputError: when the zone is not known on this machine.
    """

    def __init__(self, zone: str = DEFAULT_ZONE) -> None:
        try:
            self._zone = ZoneInfo(zone)
        except (ZoneInfoNotFoundError, ValueError) as error:
            raise InputError(
                _("Unknown time zone: {zone}. Use a name such as Asia/Shanghai.").format(zone=zone)
            ) from error

    def now(self) -> datetime:
        """The office's wall clock, naive, to the second."""
        return datetime.now(UTC).astimezone(self._zone).replace(tzinfo=None, microsecond=0)

    def today(self) -> date:
        """The office's date."""
        return self.now().date()


class FixedClock:
    """A clock that moves only when told: for the demo office and for tests.

    Args:
        moment: a naive wall-clock time.
    """

    def __init__(self, moment: datetime) -> None:
        self.moment = moment

    def now(self) -> datetime:
        """The moment it was set to."""
        return self.moment

    def today(self) -> date:
        """The date it was set to."""
        return self.moment.date()

    def advance(self, step: timedelta) -> None:
        """Move the clock by ``step``, which may be negative: clocks are set back too."""
        self.moment += step
