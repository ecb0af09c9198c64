"""What the command line does before there is a window."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from capout_desktop import cli


def test_a_source_tree_keeps_the_library_path_it_was_given(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("LD_LIBRARY_PATH", "/opt/tools/lib")
    with pytest.raises(SystemExit):
        cli.main(["--version"])
    assert os.environ["LD_LIBRARY_PATH"] == "/opt/tools/lib"


def test_every_option_reaches_the_program(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CAPOUT_API_KEY", "capout_live_of_this_session")
    monkeypatch.setenv("CAPOUT_API_URL", "http://127.0.0.1:8765/")
    link = "https://example.com/claims/roof.pdf"
    options = cli.parse(
        ["--data-dir", "data", "--xn-address", "team@example", "--verbose", "scope.pdf", link]
    )
    assert not options.send_at_once
    assert cli.parse(["--yes", "scope.pdf", link]).send_at_once
    # Bound to the folder of now: another process may take them over.
    assert options.data_dir == tmp_path / "data"
    assert options.sources == (str(tmp_path / "scope.pdf"), link)
    assert (options.xn_address, options.verbose, options.sandbox) == ("team@example", True, False)
    assert options.api_key == "capout_live_of_this_session"
    assert options.api_url.rstrip("/") == "http://127.0.0.1:8765"
    assert "CAPOUT_API_KEY" not in os.environ, "what is started from here must not inherit it"
    assert "capout_live_of_this_session" not in repr(options)


def test_without_options_everything_is_the_platforms(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CAPOUT_API_KEY", raising=False)
    monkeypatch.delenv("CAPOUT_API_URL", raising=False)
    options = cli.parse([])
    assert (options.data_dir, options.sources, options.xn_address) == (None, (), "")
    assert (options.api_key, options.api_url) == ("", "")
    assert not any((options.sandbox, options.verbose, options.self_test))


def test_the_practice_capout_asks_nobody_elses_address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CAPOUT_API_URL", "http://elsewhere.example.com")
    assert cli.parse(["--sandbox"]).sandbox


@pytest.mark.parametrize(
    "url",
    [
        "http://api.example.com",
        "http://127.0.0.1.example.com",
        "http://localhost.example.com",
        "http://user@127.0.0.1@example.com",
        "ftp://127.0.0.1",
        "file:///etc/passwd",
        "//api.example.com",
        "https://",
    ],
)
def test_an_address_that_would_show_the_key_to_others_is_refused_with_a_reason(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], url: str
) -> None:
    monkeypatch.setenv("CAPOUT_API_URL", url)
    with pytest.raises(SystemExit) as refused:
        cli.parse([])
    assert refused.value.code == 2
    assert "CAPOUT_API_URL: " in capsys.readouterr().err


@pytest.mark.parametrize(
    "url", ["https://api.example.com", "http://localhost:80", "http://[::1]:8765", "HTTPS://a.b/v1"]
)
def test_https_and_this_computer_are_taken(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    monkeypatch.setenv("CAPOUT_API_URL", url)
    assert cli.parse([]).api_url


@pytest.mark.parametrize("empty", ["", " "])
def test_an_empty_argument_is_refused_and_does_not_mean_the_current_folder(
    capsys: pytest.CaptureFixture[str], empty: str
) -> None:
    with pytest.raises(SystemExit) as refused:
        cli.parse(["scope.pdf", empty])
    assert refused.value.code == 2
    assert "empty argument" in capsys.readouterr().err


@pytest.mark.parametrize(("argument", "said"), [("--sandbx", "--sandbx"), ("--version", "CapOut")])
def test_what_cannot_be_printed_is_shown(
    monkeypatch: pytest.MonkeyPatch, argument: str, said: str
) -> None:
    shown: list[str] = []
    monkeypatch.setattr(cli, "show_message", shown.append)
    monkeypatch.setattr("sys.stdout", None)
    monkeypatch.setattr("sys.stderr", None)
    with pytest.raises(SystemExit):
        cli.main([argument])
    (text,) = shown
    assert said in text
