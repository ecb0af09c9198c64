"""Which key speaks for a document; never another organization's."""

from __future__ import annotations

from typing import Any, cast

import pytest
from helpers.documents import document
from hypothesis import given
from hypothesis import strategies as st

from capout_desktop.capout.client import CapOutClient
from capout_desktop.domain.credits import KeyKind
from capout_desktop.domain.document import DocumentState
from capout_desktop.domain.hold import HoldReason
from capout_desktop.domain.organization import pending_session_id, unconfirmed_organization
from capout_desktop.domain.problem import Problem
from capout_desktop.services.organizations.credential_service import Credential, key_fingerprint
from capout_desktop.services.organizations.credentials import Credentials
from capout_desktop.services.organizations.key_store import SERVICE, service_name

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


def keyed(credential_id: str, organization_id: str, kind: KeyKind) -> Credential:
    return Credential(f"key-{credential_id}", organization_id, kind, NOBODY, credential_id)


LIVE, TEST = KeyKind.LIVE, KeyKind.TEST
OTHER_KIND, OTHER_SERVER, NO_ORGANIZATION = (
    Problem(reason)
    for reason in (
        HoldReason.OTHER_KEY_KIND,
        HoldReason.OTHER_SERVER,
        HoldReason.NO_ORGANIZATION,
    )
)


@pytest.mark.parametrize(
    ("values", "sends", "reads"),
    [
        ({"credential_id": "live"}, "live", "live"),
        ({"credential_id": "live", "key_kind": LIVE}, "live", "live"),
        # Another key of the organization is of the right kind.
        ({"credential_id": "live", "key_kind": TEST}, "test", "live"),
        ({"credential_id": "gone", "key_kind": TEST}, "test", "live"),
        ({"credential_id": "gone", "key_kind": LIVE}, "live", "live"),
        # No key of the organization is.
        ({"credential_id": "live", "key_kind": KeyKind.SANDBOX}, OTHER_KIND, "live"),
        ({"credential_id": "gone", "key_kind": KeyKind.SANDBOX}, OTHER_KIND, "live"),
        (
            {"credential_id": "gone", "organization_id": "org_9"},
            NO_ORGANIZATION,
            NO_ORGANIZATION,
        ),
        ({"credential_id": "live", "server": "https://other"}, OTHER_SERVER, OTHER_SERVER),
        ({"credential_id": "", "key_kind": LIVE}, "live", "live"),
        ({"credential_id": "before"}, "live", "live"),
        (
            {"credential_id": pending_session_id("1234"), "organization_id": ""},
            Problem(HoldReason.SESSION_OVER),
            Problem(HoldReason.SESSION_OVER),
        ),
    ],
)
def test_a_key_fits_by_organization_kind_and_server(
    values: dict[str, Any], sends: str | Problem, reads: str | Problem
) -> None:
    credentials = Credentials()
    credentials.use(keyed("live", "org_1", LIVE))
    credentials.use(keyed("test", "org_1", TEST))
    credentials.use(keyed("foreign", "org_2", LIVE))
    credentials.rename("before", "live")
    credentials.activate("live")
    one = document(S.QUEUED, **{"organization_id": "org_1", **values})
    for any_kind, expected in ((False, sends), (True, reads)):
        found = credentials.resolve(one, any_kind=any_kind)
        found_id = found.credential_id if isinstance(found, Credential) else found
        assert found_id == expected
    for found_one, expected in (
        (credentials.credential_for(one), sends),
        (credentials.reader_of(one), reads),
    ):
        found_id = None if found_one is None else found_one.credential_id
        assert found_id == (expected if isinstance(expected, str) else None)


def test_while_a_key_is_expected_nothing_is_said_of_kinds_and_places() -> None:
    credentials = Credentials()
    credentials.use(keyed("live", "org_1", LIVE))
    credentials.expect("test")
    for credential_id in ("live", "gone", "test"):
        one = document(
            S.QUEUED, credential_id=credential_id, organization_id="org_1", key_kind=TEST
        )
        assert credentials.resolve(one) is None
    credentials.forget("test")
    assert credentials.resolve(one) == OTHER_KIND


def test_a_document_without_a_payer_gets_the_active_one_and_a_session_its_new_name() -> None:
    credentials = Credentials("https://here")
    one = keyed("one", "org_1", LIVE)
    credentials.use(one)
    credentials.use(keyed("two", "org_2", LIVE))
    free = document(S.QUEUED, server="https://here")
    assert credentials.payer_of(free) is None
    credentials.activate("one")
    assert (credentials.payer_of(free), credentials.active_credential) == (one, one)
    assert credentials.payer_of(document(S.QUEUED, server="")) is None, "another server"
    bound = document(S.QUEUED, server="https://here", credential_id="two")
    assert credentials.payer_of(bound) is None, "it is bound already"
    pending = document(S.QUEUED, server="https://here", credential_id="pending")
    assert credentials.payer_of(pending) is None
    credentials.rename("pending", "one")
    assert credentials.payer_of(pending) is one
    assert [key.credential_id for key in credentials.working] == ["one", "two"]
    credentials.suspend("one")
    assert (credentials.payer_of(free), credentials.active_credential) == (None, None)


def test_the_keys_of_each_server_have_a_name_of_their_own() -> None:
    servers = ("", "https://one.example", "https://two.example")
    names = [service_name(server) for server in servers]
    assert len(set(names)) == len(servers)
    assert names[0] == SERVICE


def test_a_fingerprint_stays_the_same_since_journals_keep_it() -> None:
    assert key_fingerprint("capout_live_0123456789abcdef") == "654617746f99401c"
