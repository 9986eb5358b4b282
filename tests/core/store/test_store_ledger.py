"""The ledger: what left, what came back; a record shows only what is proven of its revision."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from store_steps import EVERYTHING, added, changed, fine

from cdo_desktop.domain.ledger import (
    LedgerEntry,
    LedgerEvent,
    LedgerItem,
    PinnedKey,
    StoredTrust,
    TakenReceipt,
)
from cdo_desktop.domain.lifecycle import Delivery
from cdo_desktop.domain.listing import ListQuery
from cdo_desktop.domain.people import Org
from cdo_desktop.errors import Refused
from cdo_desktop.store.ledger import (
    enter_export,
    enter_handover,
    enter_pin,
    enter_receipt,
    enter_trust,
)
from cdo_desktop.tasks import Cancelled

FIRST, SECOND = "urn:uuid:1", "urn:uuid:2"
ENTRY = LedgerEntry(
    package_id=FIRST,
    kind="catalog-export",
    series="main",
    sequence=1,
    content_digest="sha256:" + "a" * 64,
    container_digest="sha256:" + "b" * 64,
    created_at="2026-03-12T09:30:00+08:00",
    sender=Org("11511900MB0000019E", "巴中市民政局"),
    recipient=Org("11511900MB00000279", "巴中市大数据局"),
    scope="full",
    base_id="",
    signatures=("c" * 64,),
    file_name="民政局-001.cdopkg",
    state="exported",
)


def item_of(record, state=Delivery.EXPORTED, reason=""):
    return LedgerItem(
        *(record.id, record.revision_id, record.kind, record.code, record.title),
        *(record.deleted, state, reason),
    )


def receipt(number, package_id=FIRST, result="accepted", sequence=1):
    return TakenReceipt(
        packet_id=f"urn:uuid:receipt-{number}",
        package_id=package_id,
        receipt_no=f"回执{number}",
        sequence=sequence,
        content_digest="sha256:" + "d" * 64,
        received_at="2026-03-13T10:00:00+08:00",
        result=result,
        body="{}",
        taken_at="2026-03-12T09:30:00+08:00",
    )


def export(workspace, act, *records, entry=ENTRY):
    with workspace.unit(act, "导出", kind="note") as unit:
        enter_export(unit, entry, map(item_of, records))


def test_of_one_place_in_the_series_the_first_taken_comes_first(sent, act):
    workspace, _ = sent
    for number in (3, 1, 2):
        take(workspace, act, receipt(number), "accepted", decides=False)
    names = [one.receipt_no for one in workspace.receipts(FIRST)]
    assert names == ["回执3", "回执1", "回执2"]


def test_where_a_record_was_last_sent(sent, act):
    workspace, (first, _) = sent
    assert workspace.last_sent(first.id) == (ENTRY, item_of(first))
    later = replace(ENTRY, package_id=SECOND, sequence=2)
    export(workspace, act, first, entry=later)
    assert workspace.last_sent(first.id) == (later, item_of(first))
    assert workspace.last_sent("无") is None


def take(workspace, act, taken, state, *items, decides=True):
    with workspace.unit(act, "回执", kind="note") as unit:
        enter_receipt(unit, taken, state, items, decides)


def words(workspace, query=EVERYTHING):
    """Name -> delivery word key of every record in the list."""
    lines = workspace.summaries(workspace.numbers(query)).values()
    return {line.title: line.delivery for line in lines}


@pytest.fixture
def sent(workspace, act, make_record):
    """甲 and 乙, approved and exported in the first package; and the workspace."""
    records = added(
        workspace,
        act,
        make_record(title="甲", review="approved"),
        make_record(title="乙", review="approved"),
    )
    export(workspace, act, *records)
    return workspace, records


def test_what_was_exported_is_in_the_ledger(sent):
    workspace, records = sent
    assert workspace.packages() == [ENTRY]
    assert workspace.package(FIRST) == ENTRY
    assert workspace.package(SECOND) is None
    assert workspace.package_items(FIRST) == [item_of(record) for record in records]
    assert workspace.package_events(FIRST) == [
        LedgerEvent("exported", "2026-03-12T09:30:00+08:00", "王芳", "民政局-001.cdopkg")
    ]
    assert words(workspace) == {"甲": "exported", "乙": "exported"}


def test_an_export_that_breaks_off_is_not_in_the_ledger(sent, act):
    workspace, records = sent
    with pytest.raises(Cancelled), workspace.unit(act, "导出", kind="note") as unit:
        enter_export(unit, replace(ENTRY, package_id=SECOND), map(item_of, records))
        raise Cancelled
    assert workspace.packages() == [ENTRY]
    assert workspace.package_items(SECOND) == []


def test_what_is_being_written_is_known_before_it_is_a_package(sent, act):
    workspace, records = sent
    begun = replace(ENTRY, package_id=SECOND, sequence=2, content_digest="", state="writing")
    steps = workspace.steps()
    workspace.begin_export(begun, "/media/u/二.cdopkg", act)
    assert workspace.unfinished() == [begun]
    assert workspace.packages() == [ENTRY]
    assert workspace.package(SECOND) is None
    [event] = workspace.package_events(SECOND)
    assert (event.state, event.who, event.note) == ("writing", "王芳", "/media/u/二.cdopkg")
    assert workspace.next_sequence("main") == 3
    assert workspace.steps() == steps
    export(workspace, act, *records, entry=replace(ENTRY, package_id=SECOND, sequence=2))
    assert workspace.unfinished() == []
    assert [event.state for event in workspace.package_events(SECOND)] == ["exported"]


def test_what_was_not_written_after_all_leaves_nothing(sent, act):
    workspace, _ = sent
    begun = replace(ENTRY, package_id=SECOND, sequence=2, state="writing")
    workspace.begin_export(begun, "二.cdopkg", act)
    workspace.forget_export(SECOND)
    workspace.forget_export(FIRST)  # what is a package is not forgotten
    assert workspace.unfinished() == []
    assert workspace.package_events(SECOND) == []
    assert workspace.packages() == [ENTRY]
    assert workspace.next_sequence("main") == 2


def test_a_package_of_many_records(workspace, act, make_record):
    records = added(workspace, act, *(make_record(title=f"第{n}项") for n in range(2100)))
    export(workspace, act, *records)
    assert len(workspace.package_items(FIRST)) == 2100
    assert workspace.count(ListQuery(states=("exported",))) == 2100


def test_a_handover_is_shown_and_told(sent, act):
    workspace, _ = sent
    with workspace.unit(act, "交接", kind="note") as unit:
        enter_handover(unit, FIRST, "大数据局 张敏")
    assert workspace.package(FIRST).state == "handed"
    assert words(workspace) == {"甲": "handed", "乙": "handed"}
    assert workspace.package_events(FIRST)[-1].note == "大数据局 张敏"


def test_a_receipt_decides_item_by_item(sent, act):
    workspace, (first, second) = sent
    items = (
        item_of(first, Delivery.ACCEPTED),
        item_of(second, Delivery.REJECTED, "依据不足"),
    )
    take(workspace, act, receipt(1, result="partial"), "partial", *items)
    assert workspace.package(FIRST).state == "partial"
    assert words(workspace) == {"甲": "accepted", "乙": "rejected"}
    assert workspace.package_items(FIRST) == list(items)
    assert workspace.receipts() == workspace.receipts(FIRST) == [receipt(1, result="partial")]
    assert workspace.receipts(SECOND) == []


def test_a_handover_after_the_receipt_takes_nothing_back(sent, act):
    workspace, (first, second) = sent
    items = (item_of(first, Delivery.ACCEPTED), item_of(second, Delivery.ACCEPTED))
    take(workspace, act, receipt(1), "accepted", *items)
    with workspace.unit(act, "交接", kind="note") as unit:
        enter_handover(unit, FIRST, "大数据局")
    assert workspace.package(FIRST).state == "accepted"
    assert words(workspace) == {"甲": "accepted", "乙": "accepted"}


def test_a_later_receipt_decides(sent, act):
    workspace, (first, _) = sent
    take(workspace, act, receipt(1, result="rejected"), "rejected", item_of(first, "rejected"))
    take(workspace, act, receipt(2, sequence=2), "accepted", item_of(first, Delivery.ACCEPTED))
    assert workspace.package(FIRST).state == "accepted"
    assert words(workspace)["甲"] == "accepted"
    assert [taken.receipt_no for taken in workspace.receipts()] == ["回执1", "回执2"]


def test_an_earlier_receipt_that_comes_late_is_kept_and_decides_nothing(sent, act):
    workspace, (first, _) = sent
    take(workspace, act, receipt(2, sequence=2), "accepted", item_of(first, Delivery.ACCEPTED))
    late = receipt(1, result="rejected")
    take(workspace, act, late, "rejected", item_of(first, Delivery.REJECTED), decides=False)
    assert words(workspace)["甲"] == "accepted"
    assert workspace.package(FIRST).state == "accepted"
    assert workspace.receipts() == [late, receipt(2, sequence=2)]
    assert [event.state for event in workspace.package_events(FIRST)] == [
        "exported",
        "accepted",
        "rejected",
    ]


def test_an_edit_takes_the_delivery_word_away(sent, act):
    workspace, (first, _) = sent
    changed(workspace, act, replace(first.with_value("office", "办公室"), review="draft"))
    assert words(workspace) == {"甲": "", "乙": "exported"}


def test_a_receipt_for_an_older_revision_is_not_shown_on_the_record(sent, act):
    workspace, (first, second) = sent
    changed(workspace, act, first.with_value("office", "办公室"))
    items = (item_of(first, Delivery.ACCEPTED), item_of(second, Delivery.ACCEPTED))
    take(workspace, act, receipt(1), "accepted", *items)
    assert words(workspace) == {"甲": "", "乙": "accepted"}
    assert [item.state for item in workspace.package_items(FIRST)] == [Delivery.ACCEPTED] * 2


def test_the_newest_package_gives_the_word(sent, act):
    workspace, (first, second) = sent
    items = (item_of(first, Delivery.ACCEPTED), item_of(second, Delivery.ACCEPTED))
    take(workspace, act, receipt(1), "accepted", *items)
    later = replace(ENTRY, package_id=SECOND, sequence=2, created_at="2026-04-01T09:00:00+08:00")
    export(workspace, act, first, entry=later)
    assert words(workspace) == {"甲": "exported", "乙": "accepted"}
    assert [entry.package_id for entry in workspace.packages()] == [SECOND, FIRST]
    take(workspace, act, receipt(2, SECOND), "received", item_of(first, Delivery.RECEIVED))
    assert words(workspace) == {"甲": "received", "乙": "accepted"}


def test_a_tombstone_is_an_item_too(sent, act):
    workspace, (first, _) = sent
    [gone] = changed(workspace, act, replace(first, deleted=True))
    later = replace(ENTRY, package_id=SECOND, sequence=2, scope="delta", base_id=FIRST)
    export(workspace, act, gone, entry=later)
    [item] = workspace.package_items(SECOND)
    assert item.tombstone
    assert words(workspace, ListQuery(deleted=True)) == {"甲": "exported"}


def test_series_are_counted_apart(sent):
    workspace, _ = sent
    assert workspace.next_sequence("main") == 2
    assert workspace.next_sequence("别的") == 1


def test_the_ledger_is_no_step_to_undo(sent):
    workspace, _ = sent
    assert workspace.undoable().name == "新增"


def test_what_was_exported_is_not_taken_back(sent, act):
    """The package is out; what it says stays what was approved."""
    workspace, _ = sent
    before = workspace.steps()
    with pytest.raises(Refused) as refused:
        workspace.undo(act, fine)
    assert refused.value.code == "CDO-S217"
    assert workspace.steps() == before
    assert workspace.packages() == [ENTRY]


def test_the_newest_trust_rules(workspace, act):
    assert workspace.newest_trust() is None
    with workspace.unit(act, "信任清单", kind="note") as unit:
        enter_trust(unit, 2, "sha256:b", "{}")
        enter_trust(unit, 1, "sha256:a", "{}")
    at = datetime(2026, 3, 12, 1, 30, tzinfo=UTC)
    assert workspace.newest_trust() == StoredTrust(2, "sha256:b", "{}", at)


def test_pinned_certificates_say_who_vouches(workspace, act):
    assert workspace.pins() == []
    with workspace.unit(act, "确认证书", kind="note") as unit:
        enter_pin(unit, "f" * 64, "电话核对")
    assert workspace.pins() == [
        PinnedKey("f" * 64, "王芳", "2026-03-12T09:30:00+08:00", "电话核对")
    ]
