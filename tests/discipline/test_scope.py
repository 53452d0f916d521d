"""What somebody is told who does not see every case."""

import pytest

from gridterm import i18n, settings
from gridterm.discipline.scope import scope
from gridterm.errors import RefusedError
from gridterm.store.audit import SYSTEM
from tests.discipline.prepared import CLERK, LEADER, MEMBER, Prepared, by


def test_who_sees_every_case_is_told_nothing(office: Prepared) -> None:
    assert [scope(office.store, by(one)) for one in (LEADER, MEMBER)] == ["", ""]


def test_the_others_are_told_who_does_by_the_settings(office: Prepared) -> None:
    i18n.use(i18n.ENGLISH)
    told = scope(office.store, by(CLERK))
    assert "Committee member, Principal leader." in told
    settings.change(office.store, SYSTEM, {"discipline.readers": "clerk"})
    assert scope(office.store, by(CLERK)) == ""
    assert "Clerk, Principal leader." in scope(office.store, by(MEMBER)), "who decides sees all too"


def test_the_program_itself_sees_nothing(office: Prepared) -> None:
    with pytest.raises(RefusedError):
        scope(office.store, SYSTEM)
