"""The library: every shipped definition loads under every profile and fits the others."""

import pytest

from cdo_desktop.errors import DefinitionInvalid, Refused
from cdo_desktop.standard import library as room
from cdo_desktop.standard.element_kinds import KINDS
from cdo_desktop.standard.library import KIND_ORDER, Library, profile_keys
from cdo_desktop.standard.model import ElementKind
from cdo_desktop.standard.roles import Role

PROFILES = profile_keys()


@pytest.fixture(scope="module", params=PROFILES)
def under(request):
    """The library under each profile."""
    return Library(request.param)


def test_every_kind_loads_in_the_order_of_the_product(under):
    assert tuple(under.kinds)[: len(KIND_ORDER)] == KIND_ORDER
    for kind in under.kinds.values():
        assert kind.profile == under.profile.key
        assert Role.TITLE in kind.roles
        assert kind.flow in under.flows


def test_every_element_kind_is_known_to_the_table():
    assert set(KINDS) == set(ElementKind)


def test_every_condition_names_words_that_can_be_chosen(under):
    for kind in under.kinds.values():
        for group, element in kind.all_elements():
            for condition in (element.required_when, element.visible_when):
                if condition is None:
                    continue
                asked = kind.element_at(condition.element, group)
                words = {*condition.among, *condition.not_among}
                if asked.kind is ElementKind.YES_NO:
                    assert words <= {"是", "否"}, (kind.key, element.key)
                elif asked.codes:
                    assert words <= set(under.codes[asked.codes].words), (kind.key, element.key)


def test_every_cascade_opens_something_under_every_word_of_its_parent(under):
    for kind in under.kinds.values():
        for group, element in kind.all_elements():
            if element.kind is ElementKind.CASCADE:
                parent = kind.element_at(element.parent, group)
                known = set(under.codes[parent.codes].words)
                codes = under.codes[element.codes]
                named = {word for value in codes.values for word in value.under}
                assert named <= known, (kind.key, element.key)


def test_every_reference_points_to_a_kind(under):
    for kind in under.kinds.values():
        for _, element in kind.all_elements():
            assert not element.target or element.target in under.kinds, (kind.key, element.key)


def test_an_unknown_kind_is_refused_with_those_there_are(library):
    with pytest.raises(Refused) as refused:
        library.kind("atlas")
    assert refused.value.code == "CDO-S102"
    assert "resource" in refused.value.todo


def test_the_newest_version_is_the_shipped_one(library):
    kind = library.kind("resource")
    assert library.version("resource", kind.standard) is kind


def test_an_older_version_comes_from_the_workspace(library):
    body = dict(library.kind("person").source)
    body["kind"] = body["kind"] | {"standard": "person-2019", "label": "人员（旧）"}
    old = Library("national", older=(body,)).version("person", "person-2019")
    assert (old.label, old.standard) == ("人员（旧）", "person-2019")


def test_a_version_nobody_has_is_refused(library):
    with pytest.raises(Refused) as refused:
        library.version("person", "person-1999")
    assert refused.value.code == "CDO-S103"
    assert "人员" in refused.value.happened
    assert "person-1999" in refused.value.happened


def broken(monkeypatch, change):
    """A library whose person.toml was changed."""
    whole = room._tomls

    def tomls(folder):
        for name, body in whole(folder):
            if name == "person.toml":
                change(body)
            yield name, body

    monkeypatch.setattr(room, "_tomls", tomls)
    return Library("national")


MISTAKES = {
    "a list that is not there": ({"kind": "choice", "codes": "genders"}, "genders"),
    "a kind that is not there": ({"kind": "reference", "target": "persn"}, "persn"),
    "a cascade without a list": ({"kind": "cascade", "parent": "org"}, "codes"),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_definition_that_points_nowhere_stops(monkeypatch, mistake):
    change, named = MISTAKES[mistake]
    library = broken(monkeypatch, lambda body: body["element"][5].update(change))
    with pytest.raises(DefinitionInvalid) as refused:
        library.kind("person")
    assert "person.toml" in refused.value.happened
    assert named in refused.value.happened


def test_a_flow_that_is_not_there_stops(monkeypatch):
    library = broken(monkeypatch, lambda body: body["kind"].update(flow="lsit"))
    with pytest.raises(DefinitionInvalid) as refused:
        library.kind("person")
    assert "lsit" in refused.value.happened


@pytest.mark.parametrize("text", [b"[kind\n", b"\xff\xfe", b"a = 1\na = 2\n"])
def test_a_file_that_is_no_toml_stops_with_its_name(tmp_path, text):
    file = tmp_path / "person.toml"
    file.write_bytes(text)
    with pytest.raises(DefinitionInvalid) as refused:
        room._parsed(file)
    assert "person.toml" in refused.value.happened
