"""The settings file."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from capout_desktop.domain.proxy_choice import ProxyMode
from capout_desktop.store.settings import MOST_ADDRESSES, AfterTaking, Settings, SettingsFile


def test_a_new_user_decides_before_anything_costs_or_leaves_the_computer() -> None:
    settings = Settings()
    assert settings.ask_before_batch
    assert settings.start_at_once
    assert not settings.queue_paused
    assert not settings.update_check, "it would tell somebody of this computer"
    assert settings.proxy is ProxyMode.SYSTEM
    assert settings.notifications
    assert not settings.close_to_tray, "closing the window ends the program"
    assert settings.credits_low == 100
    assert settings.history_days == 0, "nothing is deleted by itself"
    assert not settings.watch.folder
    assert settings.watch.after is AfterTaking.LEAVE


def test_settings_come_back_and_the_last_used_address_comes_first(tmp_path: Path) -> None:
    file = SettingsFile(tmp_path / "settings.json")
    assert file.load() == Settings()
    settings = Settings()
    for address in ("a@x", "b@x", "a@x"):
        settings.use_address(address)
    file.save(settings)
    assert file.load().xn_address == "a@x"
    assert file.load().addresses == ["a@x", "b@x"]


def test_damaged_settings_are_kept_beside_the_new_ones(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    path.write_text("{half")
    assert SettingsFile(path).load() == Settings()
    assert (tmp_path / "settings.damaged.json").read_text() == "{half"


def test_settings_of_a_newer_program_can_be_read(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    path.write_text('{"xn_address": "a@x", "invented_later": [1, 2]}')
    assert SettingsFile(path).load().xn_address == "a@x"


def test_a_byte_order_mark_of_an_editor_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    path.write_bytes(b"\xef\xbb\xbf" + b'{"xn_address": "a@x"}')
    file = SettingsFile(path)
    assert file.load().xn_address == "a@x"
    assert not file.was_damaged


def test_a_word_of_a_newer_program_costs_only_its_own_field(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    stored = {
        "xn_address": "a@x",
        "proxy": "invented later",
        "watch": {"folder": "/estimates", "after": "invented later", "xn_address": "b@x"},
        "profiles": [
            {"id": "one", "label": "Acme"},
            {"id": "two", "label": "Harbor", "kind": "invented later"},
            "no organization",
        ],
    }
    path.write_text(json.dumps(stored))
    file = SettingsFile(path)
    settings = file.load()
    assert (settings.xn_address, settings.proxy) == ("a@x", ProxyMode.SYSTEM)
    assert (settings.watch.folder, settings.watch.after) == ("/estimates", AfterTaking.LEAVE)
    assert settings.watch.xn_address == "b@x"
    assert [organization.id for organization in settings.organizations] == ["one", "two"]
    assert set(file.unread) == {"proxy", "watch", "organizations"}
    assert json.loads((tmp_path / "settings.damaged.json").read_text()) == stored
    file.save(settings)
    assert SettingsFile(path).load() == settings


@pytest.mark.parametrize("content", ["[]", "7", '{"xn_address": 3'])
def test_what_is_no_settings_file_is_set_aside(tmp_path: Path, content: str) -> None:
    path = tmp_path / "settings.json"
    path.write_text(content)
    file = SettingsFile(path)
    assert file.load() == Settings()
    assert file.was_damaged
    assert not path.exists()


def test_a_reset_makes_choices_anew_and_leaves_what_was_entered() -> None:
    settings = Settings(parallel_uploads=6, proxy=ProxyMode.NONE, queue_paused=True)
    settings.use_address("a@x")
    entered: dict[str, Any] = {
        "active_organization": "two",
        "default_address": "a@x",
        "default_address_of": "two",
        "session_addresses": {"session:org_1": "b@x"},
    }
    for name, value in entered.items():
        setattr(settings, name, value)
    settings.reset()
    assert settings == Settings(queue_paused=True, xn_address="a@x", addresses=["a@x"], **entered)


def test_a_full_address_book_makes_room_for_a_new_address_at_its_end() -> None:
    settings = Settings()
    for number in reversed(range(MOST_ADDRESSES)):
        settings.use_address(f"{number}@x")
    settings.remember_address("new@x")
    assert len(settings.addresses) == MOST_ADDRESSES
    assert (settings.addresses[0], settings.addresses[-1]) == ("0@x", "new@x")
    settings.remember_address("0@x")
    assert settings.addresses.count("0@x") == 1
    assert settings.xn_address == "0@x"


def test_a_reset_neither_asks_for_updates_again_nor_shows_a_dismissed_one() -> None:
    asked = datetime(2026, 11, 12, tzinfo=UTC)
    settings = Settings(update_check=True, update_asked_at=asked, update_dismissed="1.2")
    settings.reset()
    assert (settings.update_check, settings.update_asked_at) == (True, asked)
    assert settings.update_dismissed == "1.2"
