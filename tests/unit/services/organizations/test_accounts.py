"""Which key speaks for a document; never another organization's."""

from __future__ import annotations

from typing import cast

from helpers.documents import document
from hypothesis import given
from hypothesis import strategies as st

from capout_desktop.capout.client import CapOutClient
from capout_desktop.domain.credits import KeyKind
from capout_desktop.domain.document import DocumentState
from capout_desktop.domain.hold import HoldReason
from capout_desktop.domain.problem import Problem
from capout_desktop.services.organizations.account_service import Account
from capout_desktop.services.organizations.accounts import Accounts

S = DocumentState
NOBODY = cast(CapOutClient, None)  # nothing here makes a call


def account(profile_id: str, organization_id: str) -> Account:
    return Account(f"key-of-{profile_id}", organization_id, KeyKind.TEST, NOBODY, profile_id)


def test_each_document_has_its_own_profiles_key_whichever_is_active() -> None:
    accounts = Accounts()
    one, two = account("one", "org_1"), account("two", "org_2")
    for ready in (one, two):
        accounts.use(ready)
    for active in ("one", "two"):
        accounts.activate(active)
        assert accounts.of(document(S.QUEUED, profile_id="one", organization_id="org_1")) is one
        assert accounts.of(document(S.QUEUED, profile_id="two", organization_id="org_2")) is two


def test_what_belongs_to_none_yet_goes_with_the_active_one() -> None:
    accounts = Accounts()
    assert accounts.standing(document(S.QUEUED)) is None
    one = account("one", "org_1")
    accounts.activate("one")
    accounts.expect("one")
    assert accounts.standing(document(S.QUEUED)) is None, "its key is still being tested"
    accounts.use(one)
    assert accounts.of(document(S.QUEUED)) is one
    accounts.suspend("one")
    assert accounts.standing(document(S.QUEUED)) == Problem(HoldReason.NO_KEY)


def test_what_a_removed_profile_left_behind_follows_its_organization_only() -> None:
    accounts = Accounts()
    orphan = document(S.CONFIRMING, profile_id="gone", organization_id="org_1")
    accounts.activate("two")
    accounts.use(account("two", "org_2"))
    assert accounts.standing(orphan) == Problem(HoldReason.NO_PROFILE)
    again = account("again", "org_1")
    accounts.use(again)
    assert accounts.of(orphan) is again
    accounts.forget("again")
    assert accounts.standing(orphan) == Problem(HoldReason.NO_PROFILE)


def test_nothing_is_said_of_a_missing_profile_while_keys_are_still_being_found() -> None:
    accounts = Accounts()
    accounts.activate("one")
    accounts.expect("one")
    orphan = document(S.QUEUED, profile_id="gone", organization_id="org_1")
    assert accounts.standing(orphan) is None


def test_a_profile_that_got_another_organizations_key_does_not_speak_for_the_old_one() -> None:
    accounts = Accounts()
    accounts.use(account("one", "org_2"))
    old = document(S.QUEUED, profile_id="one", organization_id="org_1")
    assert accounts.of(old) is None


def test_who_listens_hears_of_every_change() -> None:
    accounts = Accounts()
    heard: list[tuple[str, bool]] = []
    accounts.listen(lambda id_, found: heard.append((id_, found is not None)))
    accounts.expect("one")
    accounts.use(account("one", "org_1"))
    accounts.suspend("one")
    accounts.forget("one")
    assert heard == [("one", False), ("one", True), ("one", False), ("one", False)]


IDS = st.sampled_from(["one", "two", "three", ""])
ORGANIZATIONS = st.sampled_from(["org_1", "org_2", "key-1", ""])
DEEDS = st.lists(
    st.tuples(st.sampled_from(["expect", "use", "suspend", "forget", "activate"]), IDS),
    max_size=12,
)
OWNERS = st.fixed_dictionaries({"one": ORGANIZATIONS, "two": ORGANIZATIONS, "three": ORGANIZATIONS})


@given(DEEDS, OWNERS, IDS, ORGANIZATIONS)
def test_no_key_ever_speaks_for_another_named_organization(
    deeds: list[tuple[str, str]], owners: dict[str, str], profile_id: str, organization_id: str
) -> None:
    accounts = Accounts()
    for deed, id_ in deeds:
        if deed == "use":
            accounts.use(account(id_, owners.get(id_, "org_1")))
        else:
            getattr(accounts, deed)(id_)
    found = accounts.of(document(S.QUEUED, profile_id=profile_id, organization_id=organization_id))
    if found is not None and organization_id.startswith("org_"):
        assert found.organization_id in {organization_id, "key-1", ""}
