"""What a list is filtered by, in the terms of its chips and words, and as settings keep it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from cdo_desktop.domain.lifecycle import Delivery
from cdo_desktop.domain.listing import ListQuery, Sort
from cdo_desktop.standard.flows import Flow
from cdo_desktop.standard.model import Kind
from ui.tr import tr

_STATES: Mapping[str, tuple[str, ...]] = {
    "returned": ("returned", Delivery.REJECTED),
    Delivery.EXPORTED: (Delivery.EXPORTED, Delivery.HANDED, Delivery.RECEIVED),
}
"""What a chip stands for where that is more than the state it is named for."""


def chip_words(flow: Flow) -> dict[str, str]:
    """Key of a chip -> its word: all, every state of review, and how far a package has come."""
    words = {"": tr("全部")} | {state.key: state.label for state in flow.states}
    return words | {one: one.label for one in (Delivery.EXPORTED, Delivery.ACCEPTED)}


def states_of(chip: str) -> tuple[str, ...]:
    """The states that a chip shows; () = all."""
    return _STATES.get(chip, (chip,)) if chip else ()


def chip_for(flow: Flow, states: Sequence[str]) -> str | None:
    """The chip that shows just these states, in whatever order; None if no single one does."""
    found = (chip for chip in chip_words(flow) if set(states_of(chip)) == set(states))
    return next(found, None)


def state_words(flow: Flow, states: Sequence[str]) -> str:
    """The states as a list names them, in the order of a record's life."""
    words = {state.key: state.label for state in flow.states} | {d: d.label for d in Delivery}
    return "、".join(words[key] for key in words if key in states)


def kept_filter(query: ListQuery) -> dict[str, Any]:
    """A question as settings keep it."""
    return {
        "states": list(query.states),
        "text": query.text,
        "facets": {key: list(words) for key, words in query.facets.items()},
        "with_problems": query.with_problems,
        "with_errors": query.with_errors,
        "with_warnings": query.with_warnings,
        "remarked": query.remarked,
        "sort": query.sort.value,
        "descending": query.descending,
    }


def filter_from(kind: Kind, kept: Mapping[str, Any]) -> ListQuery:
    """The question that settings kept; what the definition no longer has is left out."""
    facets, sorts = kept.get("facets", {}), {sort.value: sort for sort in Sort}
    return ListQuery(
        kind.key,
        states=tuple(map(str, kept.get("states", ()))),
        text=str(kept.get("text", "")),
        facets={key: tuple(words) for key, words in facets.items() if key in kind.by_key},
        with_problems=bool(kept.get("with_problems")),
        with_errors=bool(kept.get("with_errors")),
        with_warnings=bool(kept.get("with_warnings")),
        remarked=bool(kept.get("remarked")),
        sort=sorts.get(str(kept.get("sort")), Sort.MADE),
        descending=bool(kept.get("descending")),
    )
