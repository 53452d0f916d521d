"""PINs as salted scrypt hashes, and the pause after too many wrong ones.

A PIN keeps a passer-by from signing on as somebody else. It is stored only as a hash that
carries its own parameters, so that they can be raised later without losing anybody's PIN.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import os
import threading
import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta

from gridterm.errors import InputError
from gridterm.i18n import _
from gridterm.text import clean_line

SCHEME = "scrypt"
COST, BLOCK, LANES = 2**14, 8, 1
SALT_BYTES = 16
KEY_BYTES = 32
MEMORY = 64 * 2**20
SHORTEST, LONGEST = 4, 32
TRIES = 5
PAUSE = timedelta(seconds=30)


def normal_pin(typed: str) -> str:
    """A PIN as it is compared: full-width digits are digits, blanks at the ends are none."""
    return unicodedata.normalize("NFKC", clean_line(typed)).strip()


def check_new(typed: str) -> str:
    """A new PIN in its normal form.

    Raises:
        InputError: it is too short or too long.
    """
    pin = normal_pin(typed)
    if not SHORTEST <= len(pin) <= LONGEST:
        sentence = _("A PIN has {low} to {high} characters.").format(low=SHORTEST, high=LONGEST)
        raise InputError(sentence, {"pin": sentence})
    return pin


def hashed(pin: str) -> str:
    """The hash text of a PIN: scheme, parameters, salt and key, with ``$`` between them."""
    salt = os.urandom(SALT_BYTES)
    key = _key(pin, salt, COST, BLOCK, LANES)
    parts = (SCHEME, str(COST), str(BLOCK), str(LANES), _text(salt), _text(key))
    return "$".join(parts)


def fits(pin: str, kept: str) -> bool:
    """Whether a PIN belongs to a hash text; compared in constant time.

    A hash text that cannot be read fits no PIN.
    """
    try:
        scheme, cost, block, lanes, salt, key = kept.split("$")
        wanted = base64.b64decode(key, validate=True)
        made = _key(pin, base64.b64decode(salt, validate=True), int(cost), int(block), int(lanes))
    except (ValueError, binascii.Error):
        return False
    return scheme == SCHEME and hmac.compare_digest(made, wanted)


def _key(pin: str, salt: bytes, cost: int, block: int, lanes: int) -> bytes:
    secret = pin.encode("utf-8", "surrogatepass")
    return hashlib.scrypt(
        secret, salt=salt, n=cost, r=block, p=lanes, maxmem=MEMORY, dklen=KEY_BYTES
    )


def _text(raw: bytes) -> str:
    return base64.b64encode(raw).decode("ascii")


@dataclass
class _Count:
    wrong: int = 0
    until: datetime | None = None


class Gate:
    """Counts wrong PINs per person in this process, and closes for a while after too many."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._counts: dict[tuple[str, int], _Count] = {}

    def wait(self, who: tuple[str, int], now: datetime) -> int:
        """How many seconds somebody still has to wait; 0 when they may try.

        A clock that was set back never makes the pause longer than it is.
        """
        with self._lock:
            count = self._counts.get(who)
            if count is None or count.until is None:
                return 0
            count.until = min(count.until, now + PAUSE)
            left = (count.until - now).total_seconds()
            if left <= 0:
                del self._counts[who]
                return 0
            return max(1, int(left))

    def wrong(self, who: tuple[str, int], now: datetime) -> None:
        """A wrong PIN; the fifth in a row closes the gate for 30 seconds."""
        with self._lock:
            count = self._counts.setdefault(who, _Count())
            count.wrong += 1
            if count.wrong >= TRIES:
                count.until = now + PAUSE

    def right(self, who: tuple[str, int]) -> None:
        """The right PIN: earlier wrong ones are forgotten."""
        with self._lock:
            self._counts.pop(who, None)
