"""The question for a newer version, against a real web server on loopback."""

from __future__ import annotations

import gzip
from collections.abc import Iterator

import pytest
from helpers.update_server import PAGE, UpdateServer, update_server

from capout_desktop import __version__
from capout_desktop.domain.proxy_choice import ProxyChoice
from capout_desktop.domain.update import Update
from capout_desktop.services.support.update_check import UpdatesUnreadableError, newest_version


@pytest.fixture
def server() -> Iterator[UpdateServer]:
    with update_server() as running:
        yield running


async def test_it_reads_version_news_and_page(server: UpdateServer) -> None:
    server.publish("0.9.0", "Faster \n than before.", "", "In Spanish.")
    update = await newest_version(server.url, ProxyChoice())
    assert update == Update("0.9.0", ("Faster than before.", "In Spanish."), PAGE)


async def test_it_tells_the_server_nothing_of_the_person(server: UpdateServer) -> None:
    server.publish("0.9.0")
    await newest_version(server.url, ProxyChoice())
    (headers,) = server.headers_seen
    assert headers.pop("user-agent") == f"CapOut-Desktop/{__version__}"
    assert headers.keys() <= {"host", "accept", "accept-encoding", "connection"}


@pytest.mark.parametrize(
    "content",
    [
        b"<html>Sign in to the hotel's network</html>",
        b"[]",
        b'{"version": 7, "page": "https://capout.example"}',
        b'{"version": " ", "page": "https://capout.example"}',
        b'{"version": "0.9.0"}',
        b'{"version": "' + b"9" * 5_000 + b'", "page": "https://capout.example"}',
        b'{"version": "0.9.0", "page": "https://[capout"}',
        gzip.compress(b'{"version": "0.9.0", "page": "https://capout.example"}'),
        b'{"version": "0.9.0", "page": "file:///bin/sh"}',
        b'{"version": "0.9.0", "page": "http://capout.example/"}',
        b'{"version": "0.9.0", "page": "https://capout.example", "more": "' + b"x" * 70_000 + b'"}',
    ],
)
async def test_what_makes_no_sense_is_no_update(server: UpdateServer, content: bytes) -> None:
    server.content = content
    with pytest.raises(UpdatesUnreadableError) as caught:
        await newest_version(server.url, ProxyChoice())
    assert caught.value.problem.code == "updates-unreadable"
    assert caught.value.problem.detail


@pytest.mark.parametrize("status", [302, 404, 500])
async def test_a_server_that_refuses_or_points_elsewhere_is_no_update(
    server: UpdateServer, status: int
) -> None:
    server.publish("0.9.0")
    server.status = status
    with pytest.raises(UpdatesUnreadableError):
        await newest_version(server.url, ProxyChoice())


async def test_a_server_that_is_not_there_is_no_update(server: UpdateServer) -> None:
    server.server_close()
    with pytest.raises(UpdatesUnreadableError):
        await newest_version(server.url.replace("127.0.0.1", "127.0.0.2"), ProxyChoice())


async def test_it_asks_over_a_secure_connection_only() -> None:
    with pytest.raises(UpdatesUnreadableError, match="in the clear"):
        await newest_version("http://capout.example/updates.json", ProxyChoice())
