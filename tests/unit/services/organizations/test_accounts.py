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
from capout_desktop.domain.organization import unconfirmed_organization
from capout_desktop.domain.problem import Problem
from capout_desktop.services.organizations.credential_service import Credential
from capout_desktop.services.organizations.credentials import Credentials

S = DocumentState
NOBODY = cast(CapOutClient, None)  # nothing here makes a call


def credential(credential_id: str, organization_id: str) -> Credential:
    return Credential(
        f"key-of-{credential_id}", organization_id, KeyKind.TEST, NOBODY, credential_id
    )


def test_each_document_has_its_own_profiles_key_whichever_is_active() -> None:
    credentials = Credentials()
    one, two = credential("one", "org_1"), credential("two", "org_2")
    for ready in (one, two):
        credentials.use(ready)
    for active in ("one", "two"):
        credentials.activate(active)
        assert (
            credentials.credential_for(
                document(S.QUEUED, credential_id="one", organization_id="org_1")
            )
            is one
        )
        assert (
            credentials.credential_for(
                document(S.QUEUED, credential_id="two", organization_id="org_2")
            )
            is two
        )


def test_what_belongs_to_none_yet_goes_with_the_active_one() -> None:
    credentials = Credentials()
    assert credentials.resolve(document(S.QUEUED)) is None
    one = credential("one", "org_1")
    credentials.activate("one")
    credentials.expect("one")
    assert credentials.resolve(document(S.QUEUED)) is None, "its key is still being tested"
    credentials.use(one)
    assert credentials.credential_for(document(S.QUEUED)) is one
    credentials.suspend("one")
    assert credentials.resolve(document(S.QUEUED)) == Problem(HoldReason.NO_KEY)


def test_what_a_removed_profile_left_behind_follows_its_organization_only() -> None:
    credentials = Credentials()
    orphan = document(S.CONFIRMING, credential_id="gone", organization_id="org_1")
    credentials.activate("two")
    credentials.use(credential("two", "org_2"))
    assert credentials.resolve(orphan) == Problem(HoldReason.NO_ORGANIZATION)
    again = credential("again", "org_1")
    credentials.use(again)
    assert credentials.credential_for(orphan) is again
    credentials.forget("again")
    assert credentials.resolve(orphan) == Problem(HoldReason.NO_ORGANIZATION)


def test_an_organization_that_capout_never_named_is_nobody_elses() -> None:
    credentials = Credentials()
    unnamed = unconfirmed_organization("fingerprint")
    credentials.activate("two")
    credentials.use(credential("two", unnamed))
    for organization_id in ("", unnamed):
        orphan = document(S.QUEUED, credential_id="gone", organization_id=organization_id)
        assert credentials.resolve(orphan) == Problem(HoldReason.NO_ORGANIZATION)


def test_nothing_is_said_of_a_missing_profile_while_keys_are_still_being_found() -> None:
    credentials = Credentials()
    credentials.activate("one")
    credentials.expect("one")
    orphan = document(S.QUEUED, credential_id="gone", organization_id="org_1")
    assert credentials.resolve(orphan) is None


def test_a_profile_that_got_another_organizations_key_does_not_speak_for_the_old_one() -> None:
    credentials = Credentials()
    credentials.use(credential("one", "org_2"))
    old = document(S.QUEUED, credential_id="one", organization_id="org_1")
    assert credentials.credential_for(old) is None


def test_who_listens_hears_of_every_change() -> None:
    credentials = Credentials()
    heard: list[tuple[str, bool]] = []
    credentials.listen(lambda id_, found: heard.append((id_, found is not None)))
    credentials.expect("one")
    credentials.use(credential("one", "org_1"))
    credentials.suspend("one")
    credentials.forget("one")
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
    deeds: list[tuple[str, str]], owners: dict[str, str], credential_id: str, organization_id: str
) -> None:
    credentials = Credentials()
    for deed, id_ in deeds:
        if deed == "use":
            credentials.use(credential(id_, owners.get(id_, "org_1")))
        else:
            getattr(credentials, deed)(id_)
    found = credentials.credential_for(
        document(S.QUEUED, credential_id=credential_id, organization_id=organization_id)
    )
    if found is not None and organization_id.startswith("org_"):
        assert found.organization_id in {organization_id, "key-1", ""}
