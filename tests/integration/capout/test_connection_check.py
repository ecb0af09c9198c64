"""Each step of the connection check, where it goes well and where it does not."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable

import pytest
from helpers.certificates import Certificates
from helpers.scripted_server import Line, MakeClient, Serve

from capout_desktop.capout import client as client_module
from capout_desktop.capout.client import CapOutClient
from capout_desktop.capout.errors import ProxyFailed
from capout_desktop.capout.retries import Retries
from capout_desktop.capout.tls import tls_context
from capout_desktop.domain.connection_step import Step, StepFinding, StepResult, overall
from capout_desktop.domain.proxy_choice import ProxyChoice
from capout_desktop.sandbox.contract import Call
from capout_desktop.sandbox.faults import Point as FaultPoint
from capout_desktop.sandbox.faults import Refuse, Reset
from capout_desktop.sandbox.organization import SANDBOX_KEY
from capout_desktop.sandbox.server import SandboxServer
from capout_desktop.services.support.connection_check import ConnectionCheck

GOOD, NOTE, BAD, SKIPPED = StepFinding.GOOD, StepFinding.NOTE, StepFinding.BAD, StepFinding.SKIPPED
ONCE = Retries(attempts=1)
Make = Callable[[str], CapOutClient]


async def check(make: Make, key: str = SANDBOX_KEY) -> dict[Step, StepResult]:
    results: dict[Step, StepResult] = {}
    begun: list[Step] = []

    def take(result: StepResult) -> None:
        assert result.step not in results, "each step is told once"
        results[result.step] = result

    await ConnectionCheck(make, key, take, begun.append).run()
    assert list(results) == list(Step), "all of them, in their order"
    assert begun == [step for step, result in results.items() if result.seconds is not None]
    return results


def findings(results: dict[Step, StepResult]) -> list[StepFinding]:
    return [result.finding for result in results.values()]


def to(make_client: MakeClient, url: str, **options: object) -> Make:
    return lambda key: make_client(url, key, retries=ONCE, **options)


async def test_a_free_way_is_good_at_every_step_and_costs_nothing(
    sandbox: SandboxServer, make_client: MakeClient
) -> None:
    before = sandbox.state.credits_left()
    results = await check(to(make_client, sandbox.base_url))
    assert findings(results) == [GOOD] * 8
    assert overall(list(results.values())) is None
    assert results[Step.KEY].fact == f"{before:,}"
    assert results[Step.CONNECTION].fact == sandbox.base_url.removeprefix("http://")
    assert sandbox.state.credits_left() == before
    assert list(sandbox.state.ledger) == [], "nothing was uploaded"


async def test_a_wrong_key_ends_it_there(sandbox: SandboxServer, make_client: MakeClient) -> None:
    results = await check(to(make_client, sandbox.base_url), "capout_live_wrong_0123456789")
    assert findings(results) == [GOOD, GOOD, GOOD, GOOD, BAD, SKIPPED, SKIPPED, SKIPPED]
    problem = results[Step.KEY].problem
    assert problem is not None
    assert problem.code == "unauthorized"
    assert overall(list(results.values())) is results[Step.KEY]


async def test_without_a_key_the_way_is_still_checked(
    sandbox: SandboxServer, make_client: MakeClient
) -> None:
    results = await check(to(make_client, sandbox.base_url), "")
    assert findings(results) == [GOOD] * 4 + [SKIPPED] * 4
    problem = results[Step.KEY].problem
    assert problem is not None
    assert problem.code == "no-key-to-try"
    assert sandbox.state.journal.calls() == (), "no call was made without a key"


@pytest.mark.parametrize(
    ("call", "fault", "step", "finding", "code"),
    [
        (Call.UPLOAD, Refuse(403), Step.UPLOAD, BAD, "forbidden"),
        (Call.UPLOAD, Refuse(402), Step.UPLOAD, BAD, "payment-required"),
        (Call.CREDITS, Refuse(403), Step.KEY, NOTE, "credits-hidden"),
        (Call.CREDITS, Refuse(500), Step.KEY, BAD, "server-failed"),
        (Call.WEBSOCKET, Refuse(403), Step.WEBSOCKET, NOTE, "websocket-blocked"),
        (Call.WEBSOCKET, Reset(FaultPoint.BEFORE_BODY), Step.WEBSOCKET, NOTE, "websocket-blocked"),
        (Call.SSE, Refuse(502), Step.SSE, NOTE, "sse-blocked"),
    ],
    ids=lambda v: v.value if isinstance(v, Step) else getattr(v, "status", ""),
)
async def test_a_step_that_fails_is_named_with_its_reason(
    sandbox: SandboxServer,
    make_client: MakeClient,
    call: Call,
    fault: Refuse | Reset,
    step: Step,
    finding: StepFinding,
    code: str,
) -> None:
    sandbox.state.faults.add(call, fault)
    results = await check(to(make_client, sandbox.base_url))
    result = results[step]
    assert result.finding is finding
    assert result.problem is not None
    assert result.problem.code == code
    others = [found for other, found in results.items() if other is not step]
    assert {other.finding for other in others} <= {GOOD, SKIPPED}
    if step is not Step.KEY:
        assert {other.finding for other in others} == {GOOD}, "the other ways are still tried"


async def test_a_port_where_nobody_listens(make_client: MakeClient) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    results = await check(to(make_client, f"http://127.0.0.1:{port}"))
    assert findings(results) == [GOOD, GOOD, BAD] + [SKIPPED] * 5
    problem = results[Step.CONNECTION].problem
    assert problem is not None
    assert problem.code == "connection-refused"


async def test_a_name_that_nobody_knows(make_client: MakeClient) -> None:
    results = await check(to(make_client, "https://capout.invalid", ssl_context=tls_context()))
    assert findings(results) == [GOOD, BAD] + [SKIPPED] * 6
    problem = results[Step.NAME].problem
    assert problem is not None
    assert problem.code == "host-not-found"


async def test_a_certificate_that_nobody_vouches_for(
    serve: Serve, make_client: MakeClient, certificates: Certificates
) -> None:
    async def script(line: Line) -> None:
        await line.read_head()
        pytest.fail("the key, or anything else, was sent")

    server = await serve(script, certificates.server)
    results = await check(to(make_client, server.url, ssl_context=tls_context()))
    assert findings(results) == [GOOD, GOOD, GOOD, BAD] + [SKIPPED] * 4
    problem = results[Step.SECURITY].problem
    assert problem is not None
    assert problem.code == "certificate-not-trusted"


async def test_who_vouches_is_told_and_the_key_is_not_sent_before(
    serve: Serve, make_client: MakeClient, certificates: Certificates
) -> None:
    heads: list[bytes] = []

    async def script(line: Line) -> None:
        heads.append(await line.read_head())
        await line.answer(401 if b"/credits" in line.head else 404)

    server = await serve(script, certificates.server)
    results = await check(to(make_client, server.url, ssl_context=certificates.client))
    assert findings(results) == [GOOD] * 4 + [BAD] + [SKIPPED] * 3
    assert results[Step.SECURITY].fact == "TLSv1.3, test"
    assert SANDBOX_KEY.encode() not in heads[0]


async def test_a_proxy_that_lets_nothing_through(
    serve: Serve, make_client: MakeClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def script(line: Line) -> None:
        await line.read_head()
        await line.answer(403)

    proxy = await serve(script)
    address = f"http://dana:secret-word@127.0.0.1:{proxy.port}"
    monkeypatch.setattr(client_module, "chosen_proxy", lambda _choice, _url: address)
    results = await check(to(make_client, "https://capout.invalid", ssl_context=tls_context()))
    assert findings(results) == [GOOD, GOOD, GOOD, BAD] + [SKIPPED] * 4
    assert results[Step.PROXY].fact == f"127.0.0.1:{proxy.port}", "without name and password"
    problem = results[Step.SECURITY].problem
    assert problem is not None
    assert problem.code == "proxy-failed"
    assert "secret-word" not in repr(results)


async def test_a_proxy_of_a_kind_that_is_not_supported(
    make_client: MakeClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def socks(_choice: ProxyChoice, _url: str) -> str:
        raise ProxyFailed("a SOCKS5 proxy is set")

    monkeypatch.setattr(client_module, "chosen_proxy", socks)
    results = await check(to(make_client, "https://capout.invalid", ssl_context=tls_context()))
    assert findings(results) == [BAD] + [SKIPPED] * 7


async def test_a_check_that_is_stopped_leaves_nothing_behind(
    serve: Serve, make_client: MakeClient
) -> None:
    asked = asyncio.Event()

    async def script(line: Line) -> None:
        await line.read_head()
        asked.set()
        await line.until_gone()

    server = await serve(script)
    results: list[StepResult] = []
    run = ConnectionCheck(
        to(make_client, server.url), SANDBOX_KEY, results.append, lambda _: None
    ).run()
    task = asyncio.create_task(run)
    await asyncio.wait_for(asked.wait(), 10)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    assert task.cancelled()
    assert [result.step for result in results] == [Step.PROXY, Step.NAME, Step.CONNECTION]
