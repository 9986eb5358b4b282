"""The records of one import while its sheets are read, and how rows of any sheet find theirs."""

from __future__ import annotations

from cdo_desktop.exchange.drafts import Draft


class Gathered:
    """Drafts in the order they begin, by id, code and name; each key leads to its first draft."""

    def __init__(self) -> None:
        self.drafts: list[Draft] = []
        self._by_id: dict[str, Draft] = {}
        self._by_code: dict[str, Draft] = {}
        self._by_name: dict[tuple[str, str], Draft] = {}
        self._by_title: dict[str, dict[str, Draft]] = {}

    def with_id(self, record_id: str) -> Draft | None:
        """By the hidden id of our own export."""
        return self._by_id.get(record_id)

    def with_code(self, code: str) -> Draft | None:
        """By a code, if there is one."""
        return self._by_code.get(code) if code else None

    def named(self, org_key: str, title_key: str, code: str, has_orgs: bool) -> Draft | None:
        """By provider and name, unless row and draft have codes, which then differ.

        A sheet without a column for the provider (`has_orgs`) means the only one of that name; and
        what such a sheet has begun is whoever's a later sheet says it is.
        """
        found = self._by_name.get((org_key, title_key))
        if found is None:
            named = self._by_title.get(title_key, {})
            only = next(iter(named.values())) if len(named) == 1 else None
            found = named.get("") if has_orgs else only
        return found if found is not None and not (code and found.code) else None

    def remember(self, draft: Draft, has_orgs: bool) -> None:
        """A draft by all that is known of it by now."""
        if draft.record_id:
            self._by_id.setdefault(draft.record_id, draft)
        if draft.code:
            self._by_code.setdefault(draft.code, draft)
        if draft.title_key:
            self._by_name.setdefault((draft.org_key, draft.title_key), draft)
            if draft.org_key or not has_orgs:
                self._by_title.setdefault(draft.title_key, {}).setdefault(draft.org_key, draft)
