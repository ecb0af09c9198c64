"""Links in the real window, whose servers are asked before they are sent."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from helpers.certificates import make_certificates
from helpers.desktop import Desktop
from helpers.drops import drop
from helpers.link_server import Page, link_server
from helpers.pdfs import pdf
from PySide6.QtCore import QMimeData, QUrl

from capout_desktop.domain.document import DocumentState
from capout_desktop.sandbox.organization import SANDBOX_KEY
from capout_desktop.sandbox.server import SandboxServer
from capout_desktop.services.intake import link_check
from capout_desktop.ui.text import problem_text

S = DocumentState
Live = Callable[..., Desktop]
HTML = {"content-type": "text/html"}


async def press(desktop: Desktop, words: str, name: str) -> None:
    """Press the button in the row of a link, wherever the row has moved."""

    def is_there() -> bool:
        return desktop.drafts.offers(words, desktop.drafts.row(name))

    await desktop.until(is_there, f"{words} in the row of {name}")
    desktop.drafts.press(words, desktop.drafts.row(name))


def test_a_link_to_a_page_is_said_before_it_is_sent_and_the_person_decides(
    live: Live, sandbox: SandboxServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    certificates = make_certificates(tmp_path)
    monkeypatch.setattr(link_check, "tls_context", lambda: certificates.client)
    monkeypatch.setattr(link_check, "SECONDS", 60.0)  # on a busy machine, too
    with link_server(certificates.server) as server:
        links = {
            "scope.pdf": server.link("/scope.pdf?sig=hidden-one", Page(body=pdf())),
            "portal": server.link("/portal", Page(302, {"location": "/login"})),
            "page": server.link("/page?sig=hidden-two", Page(headers=HTML, body=b"<html>")),
        }
        server.link("/login", Page(headers=HTML, body=b"<input type=password>"))

        async def scenario(desktop: Desktop) -> None:
            data = QMimeData()
            data.setUrls([QUrl(link) for link in links.values()])
            drop(desktop.window, data)
            await desktop.until_all(S.HELD, S.REJECTED, count=3)
            rows = {row.file_name: row for row in desktop.documents.values()}
            codes = {name: row.problem_code for name, row in rows.items()}
            assert codes == {
                "scope.pdf": "waits-for-start",
                "portal": "link-needs-sign-in",
                "page": "link-is-web-page",
            }
            for name in ("portal", "page"):
                problem = rows[name].problem
                assert problem is not None
                assert problem_text.title(problem) in desktop.window.row_text(rows[name].id)
            await desktop.send_batch(1)
            await press(desktop, "Send anyway", "page")
            await desktop.until(
                lambda: desktop.documents[rows["page"].id].state is S.COMPLETE, "it goes"
            )
            await press(desktop, "Remove", "portal")
            await desktop.until(lambda: desktop.documents[rows["portal"].id].removed, "it is gone")

        live(scenario, verbose=True)
        asked = server.requests
    assert {upload.url for upload in sandbox.state.ledger} == {links["scope.pdf"], links["page"]}
    sent = " ".join(f"{name}: {value}" for r in asked for name, value in r.headers.items())
    assert SANDBOX_KEY not in sent
    logs = "".join(p.read_text() for p in (tmp_path / "data" / "logs").iterdir())
    assert "hidden-one" not in logs
    assert "hidden-two" not in logs
