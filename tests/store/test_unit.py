"""One use case is one transaction and one audit entry."""

from sqlmodel import select

from gridterm.store.audit import Actor
from gridterm.store.tables import AuditEntry, SettingRow
from gridterm.store.unit import Store


def test_a_use_case_is_saved_with_one_entry(store: Store, actor: Actor) -> None:
    with store.write("setting.try", actor) as tx:
        tx.add(SettingRow(key="a", value="1"), SettingRow(key="b", value="2"))
        tx.session.get_one(SettingRow, "a").value = "3"
    with store.read() as session:
        assert [entry.action for entry in session.exec(select(AuditEntry))] == ["setting.try"]
        assert {row.key: row.value for row in session.exec(select(SettingRow))} == {
            "a": "3",
            "b": "2",
        }
