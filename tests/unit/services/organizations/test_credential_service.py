"""One organization's key: found, tested, replaced, refused, and what comes too late."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass, field

import pytest
from helpers.clock import controlled_clock
from helpers.controlled_keyring import ControlledKeyring, controlled_keyring
from helpers.documents import document
from helpers.scripted_server import Line, ScriptedServer
from keyring.errors import KeyringError, KeyringLocked

from capout_desktop.capout.client import CapOutClient
from capout_desktop.capout.retries import Retries
from capout_desktop.domain import key_problem, policy
from capout_desktop.domain.credits import KeyKind
from capout_desktop.domain.hold import HoldReason
from capout_desktop.domain.organization import FIRST_ID, Organization
from capout_desktop.domain.problem import Problem, ProblemCode
from capout_desktop.services.organizations import credential_service
from capout_desktop.services.organizations.credential_service import (
    RETEST_SECONDS,
    Credential,
    CredentialService,
    Phase,
    key_fingerprint,
)
from capout_desktop.services.organizations.credentials import Credentials
from capout_desktop.services.organizations.key_store import SERVICE, KeyringTrouble, KeyStore
from capout_desktop.services.organizations.organizations import Organizations
from capout_desktop.services.runtime.tasks import TaskOwner

OLD, NEW, OTHER = (f"capout_test_{name}_0123456789abcdef" for name in ("old", "new", "other"))
HARBOR = Organization(id="harbor", label="Harbor", organization_id="org_1")
UNAUTHORIZED: tuple[int, dict[str, object]] = (401, {"detail": "Invalid API key"})
REFUSED = Problem(HoldReason.KEY_REFUSED)


@dataclass
class CapOut:
    """What CapOut answers to `GET /credits` with each key; it may be told to wait."""

    answers: dict[str, tuple[int, dict[str, object]]] = field(default_factory=dict)
    headers: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    open: asyncio.Event = field(default_factory=asyncio.Event)

    def names(self, key: str, organization_id: str) -> None:
        """Let a key work for an organization."""
        self.answers[key] = (
            200,
            {"organization_id": organization_id, "total_available_credits": 7, "buckets": []},
        )

    async def play(self, line: Line) -> None:
        """Answer the requests of one connection."""
        while True:
            head = (await line.read_head()).decode().lower()
            key = next(one for one in (OLD, NEW, OTHER) if one in head)
            self.asked.append(key)
            await self.open.wait()
            status, answer = self.answers.get(key, UNAUTHORIZED)
            await line.answer(status, json.dumps(answer).encode(), *self.headers)


class Bench:
    """A server, a keyring and a task owner for the services of one test."""

    def __init__(self, url: str, capout: CapOut, keyring: ControlledKeyring) -> None:
        self.url = url
        self.capout = capout
        self.keyring = keyring
        self.keys = KeyStore()
        self.failures: list[BaseException] = []
        self.tasks = TaskOwner(self.failures.append)
        self.clients: list[CapOutClient] = []
        self.seen: list[Phase] = []
        self._changed = asyncio.Event()
        self._closing: list[Callable[[], object]] = []

    def stored(self, entry: str = "harbor") -> str | None:
        return self.keyring.entries.get((SERVICE, entry))

    def store(self, key: str, entry: str = "harbor") -> None:
        self.keyring.entries[SERVICE, entry] = key

    def make_client(self, key: str) -> CapOutClient:
        self.clients.append(CapOutClient(self.url, key, retries=Retries(attempts=1)))
        return self.clients[-1]

    def service(
        self, organization: Organization = HARBOR, session_key: str = ""
    ) -> CredentialService:
        return CredentialService(
            organization,
            self.keys,
            self.make_client,
            self.tasks,
            self.note,
            session_key=session_key,
            sandbox=False,
        )

    def organizations(
        self, *stored: Organization, active: str = "harbor", session_key: str = ""
    ) -> Organizations:
        organizations = Organizations(
            Credentials(),
            self.keys,
            self.make_client,
            self.tasks,
            stored=stored,
            active=active,
            session_key=session_key,
            session_label="This session",
            nameless="Organization",
            sandbox=False,
        )
        organizations.listen(self._changed.set)
        return organizations

    def note(self, service: CredentialService) -> None:
        self.seen.append(service.status.phase)
        self._changed.set()

    async def until(self, true: Callable[[], bool]) -> None:
        """Wait until it is true after some change."""
        async with asyncio.timeout(20):
            while not true():
                self._changed.clear()
                await self._changed.wait()

    async def close(self) -> None:
        self.keyring.release()
        await self.tasks.close()
        for client in self.clients:
            await client.aclose()
        self.keys.close()
        assert not self.failures


@pytest.fixture
def keyring() -> Iterator[ControlledKeyring]:
    with controlled_keyring() as controlled:
        yield controlled


@pytest.fixture
async def bench(keyring: ControlledKeyring) -> AsyncIterator[Bench]:
    capout = CapOut()
    capout.open.set()
    async with ScriptedServer(capout.play, None) as server:
        bench = Bench(server.url, capout, keyring)
        yield bench
        await bench.close()


def phase(service: CredentialService) -> Phase:
    return service.status.phase


async def soon(true: Callable[[], bool]) -> None:
    """Let the loop turn until it is true."""
    async with asyncio.timeout(20):
        while not true():  # noqa: ASYNC110 - what nobody announces
            await asyncio.sleep(0)


def in_use(service: CredentialService) -> Credential:
    """Return the credential of a service whose key works."""
    credential = service.status.credential
    assert credential is not None
    return credential


async def ready(bench: Bench, key: str = OLD) -> CredentialService:
    """Return a service whose stored key works."""
    bench.store(key)
    bench.capout.names(key, "org_1")
    service = bench.service()
    service.start()
    await bench.until(lambda: phase(service) is Phase.READY)
    return service


async def test_a_stored_key_is_found_and_tested(bench: Bench) -> None:
    service = await ready(bench)
    credential = service.status.credential
    assert credential is not None
    assert (credential.api_key, credential.organization_id) == (OLD, "org_1")
    assert (credential.credential_id, credential.kind) == ("harbor", KeyKind.TEST)
    assert credential.balance is not None
    assert credential.balance.total == 7
    assert bench.seen == [Phase.LOOKING, Phase.TESTING, Phase.READY]
    assert service.key == OLD


@pytest.mark.parametrize(
    ("trouble", "said"),
    [
        (KeyringLocked("locked"), ProblemCode.KEYRING_LOCKED),
        (KeyringError("broken"), ProblemCode.KEYRING_NOT_READ),
        (OSError("the bus is gone"), ProblemCode.KEYRING_NOT_READ),
    ],
)
async def test_a_keyring_that_fails_does_not_mean_that_the_key_is_gone(
    bench: Bench, trouble: Exception, said: ProblemCode
) -> None:
    bench.store(OLD)
    bench.keyring.trouble = trouble
    service = bench.service()
    service.start()
    await bench.until(lambda: phase(service) is Phase.NEEDED)
    assert service.status.problem is None
    assert service.status.storage is not None
    assert service.status.storage.code is said
    bench.keyring.trouble = None
    assert bench.stored() == OLD


async def test_only_a_key_that_once_was_there_is_called_lost(bench: Bench) -> None:
    known, new = bench.service(), bench.service(Organization(id=FIRST_ID, label="Harbor"))
    for service in (known, new):
        service.start()
    await bench.until(lambda: phase(known) is phase(new) is Phase.NEEDED)
    assert known.status.problem == key_problem.lost("Harbor")
    assert new.status.problem is None


async def test_an_offline_key_is_not_ready_and_trying_now_tests_it_once(bench: Bench) -> None:
    bench.store(OLD)
    bench.capout.answers[OLD] = (503, {"detail": "down"})
    service = bench.service()
    first = policy.FIRST_RETRY.total_seconds()
    with controlled_clock() as clock:
        service.start()
        await bench.until(lambda: phase(service) is Phase.OFFLINE)
        assert service.status.credential is None
        assert service.status.problem is not None
        await soon(lambda: len(clock.pending) == 1)
        assert first / 2 <= clock.pending[0] <= first
        bench.seen.clear()
        service.try_now()
        await bench.until(lambda: bench.seen == [Phase.TESTING, Phase.OFFLINE])
        await soon(lambda: len(clock.pending) == 1)
        assert first <= clock.pending[0] <= 2 * first, "it waits again, and longer"
        assert bench.capout.asked == [OLD, OLD]
        bench.capout.names(OLD, "org_1")
        service.try_now()
        await bench.until(lambda: phase(service) is Phase.READY)
        bench.capout.asked.clear()
        service.refuse(in_use(service), REFUSED)
        await soon(lambda: RETEST_SECONDS in clock.pending)
        assert (phase(service), bench.capout.asked) == (Phase.TESTING, []), "not at once"
        await clock.advance(RETEST_SECONDS)
        await bench.until(lambda: phase(service) is Phase.READY)
        assert bench.capout.asked == [OLD]
        bench.capout.answers[OLD] = (503, {"detail": "down"})
        bench.capout.headers = ["retry-after: 600"]
        service.start()
        await bench.until(lambda: phase(service) is Phase.OFFLINE)
        await soon(lambda: len(clock.pending) == 1)
        assert clock.pending == [60], "somebody waits, so it asks at least once a minute"
        await service.close()
        await soon(lambda: not clock.pending)


async def test_a_late_answer_of_the_keyring_does_not_replace_the_key_that_was_entered(
    bench: Bench,
) -> None:
    bench.store(OLD)
    bench.capout.names(OLD, "org_1")
    bench.capout.names(NEW, "org_1")
    bench.keyring.hold()
    service = bench.service()
    service.start()
    await asyncio.to_thread(bench.keyring.asked.wait)
    entering = asyncio.ensure_future(service.submit(NEW))
    await soon(lambda: service.key == NEW)
    bench.keyring.release()
    assert await entering is None
    await bench.until(lambda: service.status.storage is None)
    # One thread asks the keyring: by now it has answered both.
    assert bench.stored() == NEW
    assert service.key == NEW
    assert service.status.credential is not None
    assert service.status.credential.api_key == NEW
    assert Phase.TESTING not in bench.seen, "the old key is not even tested"
    assert bench.capout.asked == [NEW]


async def test_a_late_refusal_of_the_old_key_leaves_the_new_one_in_use(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(credential_service, "RETEST_SECONDS", 0.0)
    service = await ready(bench)
    old = service.status.credential
    assert old is not None
    bench.capout.names(NEW, "org_1")
    assert await service.submit(NEW) is None
    service.refuse(old, REFUSED)
    assert phase(service) is Phase.READY
    new = service.status.credential
    assert new is not None
    bench.capout.answers[NEW] = UNAUTHORIZED
    service.refuse(new, REFUSED)
    assert phase(service) is Phase.TESTING, "once more, in case that was a gateway's mistake"
    await bench.until(lambda: phase(service) is Phase.NEEDED)
    assert bench.capout.asked == [OLD, NEW, NEW]
    assert service.status.problem is not None
    assert service.status.problem.code == HoldReason.KEY_REFUSED
    assert service.status.credential is None


async def test_a_check_that_was_under_way_refuses_only_the_key_it_tested(bench: Bench) -> None:
    service = await ready(bench)
    bench.capout.names(NEW, "org_1")
    bench.capout.answers[OLD] = UNAUTHORIZED
    bench.capout.open.clear()
    checking = asyncio.ensure_future(service.check())
    await soon(lambda: len(bench.capout.asked) == 2)
    entering = asyncio.ensure_future(service.submit(NEW))
    await soon(lambda: NEW in bench.capout.asked)
    bench.capout.open.set()
    problem, entered = await asyncio.gather(checking, entering)
    assert problem is not None
    assert entered is None
    await bench.until(lambda: phase(service) is Phase.READY)
    assert service.key == NEW


async def test_a_check_without_an_answer_says_so_and_leaves_the_key_in_use(bench: Bench) -> None:
    service = await ready(bench)
    bench.capout.answers[OLD] = (503, {"detail": "come back later"})
    problem = await service.check()
    assert problem is not None
    assert problem.code != HoldReason.KEY_REFUSED
    assert phase(service) is Phase.READY
    bench.capout.names(OLD, "org_1")
    assert await service.check() is None
    bench.keyring.trouble = KeyringLocked("locked")
    service.start()
    await bench.until(lambda: phase(service) is Phase.NEEDED)
    problem = await service.check()
    assert problem is not None, "there is nothing to test, and it says why"
    assert problem.code is ProblemCode.KEYRING_LOCKED


async def test_a_key_is_in_use_while_the_keyring_waits_and_then_stored(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(credential_service, "PROMPT_SECONDS", 0.01)
    service = await ready(bench)
    bench.capout.names(NEW, "org_1")
    bench.keyring.hold()
    assert await service.submit(NEW) is None
    assert service.status.storage == key_problem.WAITING
    assert (phase(service), service.key, bench.stored()) == (Phase.READY, NEW, OLD)
    bench.keyring.release()
    await bench.until(lambda: service.status.storage is None)
    assert (phase(service), bench.stored()) == (Phase.READY, NEW)


async def test_a_key_that_does_not_work_leaves_the_working_one(bench: Bench) -> None:
    service = await ready(bench)
    refused = await service.submit(NEW)
    assert refused is not None
    bench.capout.names(OTHER, "org_2")
    assert await service.submit(OTHER) == key_problem.other_organization("Harbor")
    assert phase(service) is Phase.READY
    assert (service.key, bench.stored()) == (OLD, OLD)
    assert await service.check() is None


async def test_a_stored_key_of_another_organization_is_not_used(bench: Bench) -> None:
    bench.store(OTHER)
    bench.capout.names(OTHER, "org_2")
    service = bench.service()
    service.start()
    await bench.until(lambda: phase(service) is Phase.NEEDED)
    assert service.status.problem == key_problem.other_organization("Harbor")
    assert service.status.credential is None


async def test_a_key_that_may_not_read_the_credits_is_valid(bench: Bench) -> None:
    bench.capout.answers[OLD] = (403, {"detail": "scope credits:read is missing"})
    service = bench.service(Organization(id="new", label="New"))
    assert await service.submit(OLD) is None
    credential = service.status.credential
    assert credential is not None
    assert credential.balance is None
    assert credential.organization_id == "key-" + key_fingerprint(OLD)


async def test_why_a_key_was_not_stored_is_said_and_forgotten_with_the_key(bench: Bench) -> None:
    service = await ready(bench)
    bench.capout.names(NEW, "org_1")
    bench.keyring.trouble = KeyringError("full")
    assert await service.submit(NEW) is None
    assert phase(service) is Phase.READY
    said = service.status.storage
    assert said is not None
    assert said.code is ProblemCode.KEYRING_NOT_STORED
    bench.keyring.trouble = None
    assert bench.stored() == OLD
    assert await service.submit(NEW) is None
    assert service.status.storage is None
    assert bench.stored() == NEW


async def test_a_key_of_one_session_is_never_stored(bench: Bench) -> None:
    bench.store(OTHER)
    bench.capout.names(OLD, "org_1")
    service = bench.service(Organization(id="session:pending-1", label="Session"), OLD)
    service.start()
    await bench.until(lambda: phase(service) is Phase.READY)
    assert service.status.credential is not None
    assert service.status.credential.credential_id == "session:org_1"
    assert list(bench.keyring.entries.values()) == [OTHER]


async def test_the_key_of_another_entry_is_already_here_but_ones_own_is_not(bench: Bench) -> None:
    coast = Organization(id="coast", label="Coast", organization_id="org_2")
    bench.store(OLD)
    bench.store(OTHER, "coast")
    bench.capout.names(OLD, "org_1")
    bench.capout.names(OTHER, "org_2")
    organizations = bench.organizations(HARBOR, coast)
    organizations.start()
    await bench.until(lambda: len(organizations.credentials.working) == 2)
    assert await organizations.replace_key("harbor", f" {OLD}\n") is None
    assert await organizations.replace_key("harbor", OTHER) == key_problem.ALREADY_HERE
    assert await organizations.add("Third", OTHER) == key_problem.ALREADY_HERE
    assert [one.label for one in organizations.listed] == ["Harbor", "Coast"]
    await organizations.close()


async def test_an_organization_that_was_not_added_leaves_no_connection_open(bench: Bench) -> None:
    bench.store(OLD)
    bench.capout.names(OLD, "org_1")
    organizations = bench.organizations(HARBOR)
    organizations.start()
    await bench.until(lambda: len(organizations.credentials.working) == 1)
    hung_up = asyncio.Event()
    play = bench.capout.play

    async def note_the_end(line: Line) -> None:
        try:
            await play(line)
        finally:
            hung_up.set()

    async with ScriptedServer(note_the_end, None) as server:
        bench.url = server.url
        assert await organizations.add("Coast", NEW) is not None
        async with asyncio.timeout(20):
            await hung_up.wait()
    assert [one.label for one in organizations.listed] == ["Harbor"]


async def test_removing_takes_the_key_out_of_the_keyring_or_says_that_it_is_still_there(
    bench: Bench,
) -> None:
    coast = Organization(id="coast", label="Coast", organization_id="org_2")
    bench.store(OLD)
    bench.store(OTHER, "coast")
    bench.capout.names(OLD, "org_1")
    bench.capout.names(OTHER, "org_2")
    organizations = bench.organizations(HARBOR, coast)
    organizations.start()
    await bench.until(lambda: len(organizations.credentials.working) == 2)
    assert await organizations.remove("harbor") is None
    assert bench.stored() is None
    assert organizations.active.id == "coast"
    assert organizations.credentials.active == "coast"
    assert [one.api_key for one in organizations.credentials.working] == [OTHER]
    bench.keyring.trouble = KeyringLocked("locked")
    problem = await organizations.remove("coast")
    assert problem is not None
    assert problem.code is ProblemCode.KEYRING_LOCKED
    bench.keyring.trouble = None
    assert bench.stored("coast") == OTHER
    assert organizations.listed == []
    assert organizations.active_service.status.phase is Phase.NEEDED
    await organizations.close()


async def test_the_store_tells_what_is_wrong_from_what_is_not_there(bench: Bench) -> None:
    assert await bench.keys.load("nobody") is None
    await bench.keys.delete("nobody")
    for trouble, call, said in (
        (KeyringLocked("x"), bench.keys.load("a"), ProblemCode.KEYRING_LOCKED),
        (KeyringError("x"), bench.keys.save("a", OLD), ProblemCode.KEYRING_NOT_STORED),
        (KeyringError("x"), bench.keys.delete("a"), ProblemCode.KEYRING_NOT_REMOVED),
    ):
        bench.keyring.trouble = trouble
        with pytest.raises(KeyringTrouble) as caught:
            await call
        assert caught.value.problem.code is said
        assert caught.value.problem.detail == "x"


async def test_unprotected_keyrings_are_used_only_if_the_person_insists(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ControlledKeyring, "__module__", "keyrings.alt.file")
    for call in (bench.keys.save("harbor", OLD), bench.keys.load("harbor")):
        with pytest.raises(KeyringTrouble) as trouble:
            await call
        assert trouble.value.problem == key_problem.PLAINTEXT
    assert bench.keyring.entries == {}
    bench.keys.insist_on_plaintext()
    await bench.keys.save("harbor", OLD)
    assert await bench.keys.load("harbor") == OLD


async def test_documents_wait_without_a_problem_while_the_keyring_is_asked(bench: Bench) -> None:
    bench.store(OLD)
    bench.capout.names(OLD, "org_1")
    bench.keyring.hold()
    organizations = bench.organizations(HARBOR)
    organizations.start()
    await asyncio.to_thread(bench.keyring.asked.wait, 20)
    waiting = document(credential_id="harbor", organization_id="org_1")
    assert organizations.credentials.resolve(waiting) is None
    organizations.ask_keyring_again()  # nothing is missing yet
    bench.keyring.trouble = KeyringLocked("locked")
    bench.keyring.release()
    await bench.until(lambda: organizations.status("harbor").phase is Phase.NEEDED)
    assert organizations.credentials.resolve(waiting) == Problem(HoldReason.NO_KEY)
    bench.keyring.trouble = None
    bench.keyring.hold()
    organizations.ask_keyring_again()
    assert organizations.credentials.resolve(waiting) is None, "it is being found again"
    bench.keyring.release()
    await bench.until(lambda: bool(organizations.credentials.working))
    found = organizations.credentials.credential_for(waiting)
    assert found is not None
    assert found.api_key == OLD
    await organizations.close()


async def test_a_sessions_key_that_is_identified_late_does_not_change_what_was_chosen(
    bench: Bench,
) -> None:
    bench.store(OLD)
    bench.capout.names(OLD, "org_1")
    bench.capout.names(NEW, "org_2")
    bench.capout.open.clear()
    organizations = bench.organizations(HARBOR, session_key=NEW)
    organizations.start()
    pending = organizations.active.id
    assert (organizations.active.label, organizations.chosen) == ("This session", "harbor")
    organizations.switch("harbor")
    bench.capout.open.set()
    await bench.until(lambda: len(organizations.credentials.working) == 2)
    session, harbor = organizations.listed
    assert (session.organization_id, harbor.organization_id) == ("org_2", "org_1")
    assert session.id != pending
    assert organizations.active.id == organizations.credentials.active == "harbor"
    assert organizations.stored == [harbor]
    organizations.switch(session.id)
    active = organizations.credentials.active_credential
    assert active is not None
    assert (active.api_key, organizations.chosen) == (NEW, "harbor")
    await organizations.close()


async def test_the_active_organization_stays_active_once_a_sessions_key_is_identified(
    bench: Bench,
) -> None:
    bench.capout.names(NEW, "org_2")
    organizations = bench.organizations(HARBOR, session_key=NEW)
    organizations.start()
    await bench.until(lambda: bool(organizations.credentials.working))
    active = organizations.credentials.active_credential
    assert active is not None
    assert active.credential_id == organizations.active.id == organizations.credentials.active
    organizations.rename(organizations.active.id, "Harbor")
    assert organizations.active.label != "Harbor", "that name is taken"
    await organizations.close()


async def test_a_pasted_key_is_for_the_active_organization_and_beside_a_sessions_key_a_new_one(
    bench: Bench,
) -> None:
    bench.store(OLD)
    bench.capout.names(OLD, "org_1")
    organizations = bench.organizations(HARBOR)
    organizations.start()
    await bench.until(lambda: len(organizations.credentials.working) == 1)
    told: list[str] = []
    organizations.credentials.listen(lambda id_, _credential: told.append(id_))
    bench.capout.names(OTHER, "org_1")
    assert await organizations.submit(OTHER) is None
    assert (bench.stored(), len(organizations.listed)) == (OTHER, 1)
    assert told == ["harbor"], "of one change those who follow its documents hear once"
    organizations.rename("harbor", "Harbor Restoration")
    assert told == ["harbor"]
    await organizations.close()
    bench.capout.names(NEW, "org_2")
    bench.capout.names(OLD, "org_3")
    organizations = bench.organizations(HARBOR, session_key=NEW)
    organizations.start()
    await bench.until(lambda: len(organizations.credentials.working) == 2)
    assert await organizations.submit(OLD) is None
    assert [one.organization_id for one in organizations.listed] == ["org_2", "org_1", "org_3"]
    assert organizations.active.organization_id == "org_3"
    assert bench.stored() == OTHER
    await organizations.close()


async def test_a_check_looks_for_a_missing_key_again(bench: Bench) -> None:
    bench.capout.names(OLD, "org_1")
    organizations = bench.organizations(HARBOR)
    organizations.start()
    await bench.until(lambda: organizations.status("harbor").phase is Phase.NEEDED)
    bench.store(OLD)  # by another program that was started meanwhile, say
    assert await organizations.check("harbor") is None
    await bench.until(lambda: organizations.status("harbor").phase is Phase.READY)
    bench.capout.answers.clear()
    problem = await organizations.check("harbor")
    assert problem is not None
    assert problem.code == HoldReason.KEY_REFUSED
    await organizations.close()
    bench.capout.answers[OLD] = (503, {"detail": "down"})
    organizations = bench.organizations(HARBOR)
    with controlled_clock():
        organizations.start()
        await bench.until(lambda: organizations.status("harbor").phase is Phase.OFFLINE)
        problem = await organizations.check("harbor")
        assert problem is not None, "it is not missing"
        assert problem == organizations.status("harbor").problem
        await organizations.close()
