"""Several organizations: which is active, what each is called, whose key is found or deleted."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from typing import cast

import pytest
from helpers.documents import START

from capout_desktop.capout.client import CapOutClient
from capout_desktop.capout.errors import Unauthorized
from capout_desktop.domain import key_problem
from capout_desktop.domain.credits import CreditBalance, KeyKind
from capout_desktop.domain.organization import (
    FIRST_ID,
    Color,
    Organization,
    pending_session_id,
    session_id,
)
from capout_desktop.domain.problem import Problem
from capout_desktop.services.organizations import credential_service
from capout_desktop.services.organizations.credential_service import Phase, key_fingerprint
from capout_desktop.services.organizations.credentials import Credentials
from capout_desktop.services.organizations.key_store import KeyringTrouble, KeyStore
from capout_desktop.services.organizations.organizations import Organizations
from capout_desktop.services.runtime.tasks import TaskOwner

ACME, HARBOR, THIRD = (f"capout_live_{name}_0123456789abcdef" for name in ("acme", "harbor", "3rd"))
TEST = "capout_test_acme_0123456789abcdef"
OF_KEY = {ACME: "org_acme", TEST: "org_acme", HARBOR: "org_harbor", THIRD: "org_third"}
SERVER = "https://capout.example"


class Keyring:
    """Stands for the key store: entries in memory."""

    def __init__(self, **entries: str) -> None:
        self.entries = dict(entries)
        self.trouble: Problem | None = None
        self.asked: list[str] = []
        self.takes_plaintext = False
        self.is_free = asyncio.Event()
        self.is_free.set()

    async def prepare(self) -> None:
        """Be ready."""

    async def load(self, entry: str) -> str | None:
        self.asked.append(entry)
        self._refuse()
        return self.entries.get(entry)

    async def save(self, entry: str, key: str) -> None:
        await self.is_free.wait()
        self._refuse()
        self.entries[entry] = key

    async def delete(self, entry: str) -> None:
        self._refuse()
        self.entries.pop(entry, None)

    def insist_on_plaintext(self) -> None:
        self.takes_plaintext = True

    def _refuse(self) -> None:
        if self.trouble is not None and not self.takes_plaintext:
            raise KeyringTrouble(self.trouble)


@dataclass
class Client:
    """Stands for the client: it knows whose key it is."""

    key: str
    refused: set[str]
    closed: bool = False

    async def credits(self) -> CreditBalance:
        if self.key in self.refused:
            raise Unauthorized("no such key", status_code=401)
        return CreditBalance(OF_KEY[self.key], 7, 0, (), START)

    async def aclose(self) -> None:
        self.closed = True


@dataclass
class Bench:
    """The organizations, and what they were told."""

    keyring: Keyring
    tasks: TaskOwner
    refused: set[str] = field(default_factory=set)
    clients: list[Client] = field(default_factory=list)
    heard: list[tuple[str, bool]] = field(default_factory=list)
    changes: int = 0
    failures: list[BaseException] = field(default_factory=list)

    def make_client(self, key: str) -> CapOutClient:
        self.clients.append(Client(key, self.refused))
        return cast("CapOutClient", self.clients[-1])

    def make(self, *stored: Organization, active: str = "", session_key: str = "") -> Organizations:
        made = Organizations(
            Credentials(),
            cast("KeyStore", self.keyring),
            self.make_client,
            self.tasks,
            stored=stored,
            active=active,
            session_key=session_key,
            session_label="This session",
            nameless="Organization",
            sandbox=False,
            server=SERVER,
        )
        made.listen(self._note)
        made.credentials.listen(lambda id_, found: self.heard.append((id_, found is not None)))
        return made

    def _note(self) -> None:
        self.changes += 1

    async def until(self, condition: Callable[[], object]) -> None:
        async with asyncio.timeout(20):
            while not condition():
                assert not self.failures
                await asyncio.sleep(0.001)

    def open_keys(self) -> list[str]:
        return sorted(client.key for client in self.clients if not client.closed)


@pytest.fixture
async def bench(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Bench]:
    monkeypatch.setattr(credential_service, "RETEST_SECONDS", 0.0)
    failures: list[BaseException] = []
    tasks = TaskOwner(failures.append)
    yield Bench(Keyring(acme=ACME, harbor=HARBOR), tasks, failures=failures)
    await tasks.close()
    assert not failures


def stored(id_: str, **values: object) -> Organization:
    known = {"label": id_.title(), "organization_id": f"org_{id_}", "server": SERVER, **values}
    return Organization(id=id_, **known)  # type: ignore[arg-type]


def working(organizations: Organizations) -> list[str]:
    return [credential.credential_id for credential in organizations.credentials.working]


def labels(organizations: Organizations) -> list[str]:
    return [organization.label for organization in organizations.listed]


async def test_the_chosen_organization_is_active_and_its_key_is_asked_for_first(
    bench: Bench,
) -> None:
    organizations = bench.make(stored("acme"), stored("harbor"), active="harbor")
    organizations.start()
    assert bench.heard[:2] == [("acme", False), ("harbor", False)]
    await bench.until(lambda: len(organizations.credentials.working) == 2)
    assert bench.keyring.asked == ["harbor", "acme"]
    assert (organizations.active.id, organizations.chosen) == ("harbor", "harbor")
    assert organizations.active_service.organization == organizations.active
    active = organizations.credentials.active_credential
    assert active is not None
    assert (active.organization_id, active.api_key) == ("org_harbor", HARBOR)
    assert organizations.listed == organizations.stored
    names = [organizations.name_of(f"org_{name}") for name in ("acme", "harbor", "other")]
    assert names == ["Acme", "Harbor", "org_other"]
    await organizations.close()
    assert bench.open_keys() == []


async def test_without_a_choice_the_first_one_is_active_and_a_switch_is_told_once(
    bench: Bench,
) -> None:
    organizations = bench.make(stored("acme"), stored("harbor"), active="gone")
    organizations.start()
    assert organizations.active.id == "acme"
    await bench.until(lambda: len(organizations.credentials.working) == 2)
    told = bench.changes
    organizations.switch("acme")  # it is already
    organizations.switch("gone")
    assert (bench.changes, organizations.active.id) == (told, "acme")
    organizations.switch("harbor")
    assert (bench.changes, organizations.active.id, organizations.chosen) == (
        told + 1,
        "harbor",
        "harbor",
    )
    assert organizations.credentials.active == "harbor"
    assert bench.heard[-1] == ("harbor", True)


async def test_settings_that_were_lost_find_the_first_key_again(bench: Bench) -> None:
    bench.keyring.entries[FIRST_ID] = ACME
    organizations = bench.make()
    assert organizations.listed == [], "it is not known yet"
    organizations.start()
    await bench.until(lambda: organizations.credentials.working)
    (found,) = organizations.listed
    assert (found.id, found.label, found.organization_id, found.kind, found.server) == (
        FIRST_ID,
        "Organization 1",
        "org_acme",
        KeyKind.LIVE,
        SERVER,
    )


async def test_a_sessions_key_is_active_but_neither_stored_nor_chosen(bench: Bench) -> None:
    organizations = bench.make(stored("acme"), active="acme", session_key=f" {THIRD}\n")
    assert organizations.active.id == pending_session_id(key_fingerprint(THIRD))
    assert (organizations.active.label, organizations.active.kind) == ("This session", KeyKind.LIVE)
    organizations.start()
    assert organizations.credentials.active == organizations.active.id, "before its key is tested"
    await bench.until(lambda: len(organizations.credentials.working) == 2)
    own = session_id("org_third")
    assert organizations.active.id == own
    assert organizations.credentials.active == own
    assert [one.id for one in organizations.listed] == [own, "acme"]
    assert [one.id for one in organizations.stored] == ["acme"]
    assert organizations.chosen == "acme"
    assert THIRD not in bench.keyring.entries.values()
    assert await organizations.remove(own) is None
    assert (organizations.active.id, organizations.chosen) == ("acme", "acme")
    assert bench.open_keys() == [ACME]
    # A key that is pasted beside a session's is for an organization of its own.
    again = bench.make(stored("acme"), active="acme", session_key=THIRD)
    again.start()
    await bench.until(lambda: len(again.credentials.working) == 2)
    assert await again.submit(HARBOR) is None
    assert (again.active.organization_id, again.active.id) == ("org_harbor", FIRST_ID)
    assert bench.keyring.entries[FIRST_ID] == HARBOR
    # So it is before anything is known of the session's key.
    del bench.keyring.entries[FIRST_ID]
    early = bench.make(session_key=THIRD)
    assert await early.add("Harbor", HARBOR) is None
    assert labels(early) == ["Harbor"]
    assert early.active.id == pending_session_id(key_fingerprint(THIRD))


async def test_organizations_are_added_with_a_name_a_color_and_an_entry_of_their_own(
    bench: Bench,
) -> None:
    bench.keyring.entries.clear()
    organizations = bench.make()
    organizations.start()
    await bench.until(lambda: organizations.status(FIRST_ID).phase is Phase.NEEDED)
    assert await organizations.add("  Acme ", f'"{ACME}"') is None
    assert await organizations.add("Acme", HARBOR) is None
    assert await organizations.add("", THIRD) is None
    assert labels(organizations) == ["Acme", "Acme 2", "Organization 1"]
    first, second, third = organizations.listed
    assert first.id == FIRST_ID
    assert len({first.color, second.color, third.color}) == 3
    assert {one.server for one in organizations.listed} == {SERVER}
    assert bench.keyring.entries == {first.id: ACME, second.id: HARBOR, third.id: THIRD}
    assert organizations.active == first, "adding does not switch"
    assert bench.open_keys() == sorted([ACME, HARBOR, THIRD]), "what was added is in use"
    for key in (ACME, HARBOR, THIRD):
        assert await organizations.add("Again", key) == key_problem.ALREADY_HERE
        assert await organizations.replace_key(second.id, key) == (
            None if key == HARBOR else key_problem.ALREADY_HERE
        )
    assert await organizations.add("Empty", " ") is not None
    assert len(organizations.listed) == 3


async def test_a_key_that_does_not_work_adds_nothing_and_leaves_no_connection_open(
    bench: Bench,
) -> None:
    organizations = bench.make(stored("acme"))
    organizations.start()
    await bench.until(lambda: organizations.credentials.working)
    bench.refused.add(HARBOR)
    problem = await organizations.add("Harbor", HARBOR)
    assert problem == Unauthorized("no such key").problem
    assert labels(organizations) == ["Acme"]
    assert bench.open_keys() == [ACME]
    assert await organizations.submit(HARBOR) == problem
    working = organizations.credentials.working
    assert [(one.api_key, one.credential_id) for one in working] == [(ACME, "acme")]


async def test_names_colors_and_addresses_belong_to_one_organization(bench: Bench) -> None:
    organizations = bench.make(stored("acme"), stored("harbor"), active="harbor")
    organizations.use_address("desk@harbor")
    organizations.rename("acme", "Harbor")
    organizations.rename("harbor", "Harbor")  # its own name
    organizations.recolor("acme", Color.TEAL)
    first, second = organizations.listed
    assert (first.label, first.color, first.xn_address) == ("Harbor 2", Color.TEAL, "")
    assert (second.label, second.xn_address) == ("Harbor", "desk@harbor")
    assert bench.changes == 4


async def test_removing_forgets_the_key_before_its_connection_is_closed(bench: Bench) -> None:
    organizations = bench.make(stored("acme"), stored("harbor"), active="acme")
    organizations.start()
    await bench.until(lambda: len(organizations.credentials.working) == 2)
    closed: list[list[str]] = []
    organizations.credentials.listen(lambda *_: closed.append(bench.open_keys()))
    assert await organizations.remove("acme") is None
    assert (ACME in closed[-1], bench.open_keys()) == (True, [HARBOR])
    assert bench.keyring.entries == {"harbor": HARBOR}
    assert (organizations.active.id, organizations.credentials.active) == ("harbor", "harbor")
    assert [one.api_key for one in organizations.credentials.working] == [HARBOR]
    bench.keyring.trouble = key_problem.LOCKED
    told = bench.changes
    assert await organizations.remove("harbor") == key_problem.LOCKED, "its key is still there"
    assert bench.changes > told
    assert organizations.listed == []
    assert organizations.status(organizations.active.id).phase is Phase.NEEDED
    assert organizations.active.id not in {"acme", "harbor", FIRST_ID}
    assert (organizations.active.label, organizations.active.server) == ("Organization 1", SERVER)
    assert organizations.credentials.working == []


async def test_removing_another_one_leaves_the_active_one(bench: Bench) -> None:
    organizations = bench.make(stored("first"), stored("acme"), stored("harbor"), active="acme")
    organizations.start()
    await bench.until(lambda: len(organizations.credentials.working) >= 2)
    assert await organizations.remove("harbor") is None
    assert (organizations.active.id, organizations.credentials.active) == ("acme", "acme")


async def test_missing_keys_are_asked_for_again_and_working_ones_are_left_alone(
    bench: Bench,
) -> None:
    bench.keyring.entries.pop("harbor")
    organizations = bench.make(stored("acme"), stored("harbor"), active="acme")
    organizations.start()
    await bench.until(lambda: organizations.status("harbor").phase is Phase.NEEDED)
    await bench.until(lambda: organizations.status("acme").phase is Phase.READY)
    bench.keyring.entries["harbor"] = HARBOR
    organizations.ask_keyring_again()
    assert organizations.status("acme").phase is Phase.READY
    await bench.until(lambda: organizations.status("harbor").phase is Phase.READY)
    assert bench.keyring.asked.count("acme") == 1
    problem = Problem("unauthorized")
    bench.refused.add(HARBOR)
    credential = next(c for c in organizations.credentials.working if c.api_key == HARBOR)
    organizations.refuse(credential, problem)
    assert working(organizations) == ["acme"]
    await bench.until(lambda: organizations.status("harbor").phase is Phase.NEEDED)
    assert working(organizations) == ["acme"]
    bench.refused.clear()
    assert await organizations.check("harbor") is None, "it is looked for again"
    await bench.until(lambda: organizations.status("harbor").phase is Phase.READY)
    assert await organizations.check("acme") is None
    assert await organizations.replace_key("acme", TEST) is None
    assert [one.kind for one in organizations.listed] == [KeyKind.TEST, KeyKind.LIVE]
    assert await organizations.replace_key("acme", ACME) is None
    assert {one.kind for one in organizations.listed} == {KeyKind.LIVE}
    bench.refused.add(ACME)
    refused = await organizations.check("acme")
    assert refused is not None
    assert refused.code == problem.code
    await bench.until(lambda: organizations.status("acme").phase is Phase.NEEDED)
    assert working(organizations) == ["harbor"]


async def test_a_key_is_put_to_use_once_however_late_the_keyring_stores_it(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(credential_service, "PROMPT_SECONDS", 0.0)
    bench.keyring.is_free.clear()
    organizations = bench.make()
    assert await organizations.add("Acme", ACME) is None
    assert organizations.status(FIRST_ID).storage == key_problem.WAITING
    heard, changes = [*bench.heard], bench.changes
    bench.keyring.is_free.set()
    await bench.until(lambda: organizations.status(FIRST_ID).storage is None)
    assert bench.keyring.entries[FIRST_ID] == ACME
    assert bench.changes > changes
    assert bench.heard == heard, "who sends with it need not begin anew"


async def test_the_program_may_end_while_the_keyring_still_stores_a_key(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(credential_service, "PROMPT_SECONDS", 0.0)
    trouble: list[object] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, context: trouble.append(context))
    bench.keyring.is_free.clear()
    organizations = bench.make()
    assert await organizations.add("Acme", ACME) is None
    await bench.tasks.close()
    await asyncio.sleep(0)  # in which the end of the task is told
    assert organizations.status(FIRST_ID).storage == key_problem.WAITING
    assert trouble == []


async def test_an_unprotected_keyring_is_asked_again_once_the_person_insists(bench: Bench) -> None:
    bench.keyring.trouble = key_problem.PLAINTEXT
    organizations = bench.make(stored("acme"))
    organizations.start()
    await bench.until(lambda: organizations.status("acme").phase is Phase.NEEDED)
    assert organizations.status("acme").storage == key_problem.PLAINTEXT
    organizations.insist_on_plaintext()
    await bench.until(lambda: organizations.status("acme").phase is Phase.READY)
