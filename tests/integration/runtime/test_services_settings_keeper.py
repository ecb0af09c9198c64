"""Settings that are changed often, and written without losing or mixing anything."""

from __future__ import annotations

from pathlib import Path

import pytest

from capout_desktop.services.runtime.settings_keeper import SettingsKeeper
from capout_desktop.services.runtime.tasks import TaskOwner
from capout_desktop.services.runtime.worker_threads import WorkerThreads
from capout_desktop.store.settings import Settings, SettingsFile


class Keeping:
    def __init__(self, path: Path) -> None:
        self.file = SettingsFile(path)
        self.failures: list[BaseException] = []
        self.troubles: list[Exception] = []
        self.threads = WorkerThreads("files", 2)
        self.tasks = TaskOwner(self.failures.append)
        self.keeper = SettingsKeeper(self.file, self.threads, self.tasks, self.troubles.append)

    async def end(self) -> None:
        await self.keeper.close()
        await self.tasks.close()
        self.threads.stop()
        assert not self.failures


async def test_many_changes_end_with_the_last_one_on_the_disk(tmp_path: Path) -> None:
    keeping = Keeping(tmp_path / "settings.json")
    heard: list[int] = []
    keeping.keeper.listen(lambda: heard.append(keeping.keeper.settings.parallel_uploads))
    for number in range(1, 60):
        keeping.keeper.settings.parallel_uploads = number
        keeping.keeper.save()
    await keeping.end()
    assert heard == list(range(1, 60)), "everybody hears of each change before it is written"
    assert keeping.file.load().parallel_uploads == 59
    assert not keeping.troubles


async def test_what_was_kept_comes_into_the_object_that_everybody_has(tmp_path: Path) -> None:
    SettingsFile(tmp_path / "settings.json").save(Settings(parallel_uploads=2))
    keeping = Keeping(tmp_path / "settings.json")
    held = keeping.keeper.settings
    await keeping.keeper.load()
    assert held is keeping.keeper.settings
    assert held.parallel_uploads == 2
    await keeping.end()


async def test_settings_that_cannot_be_read_are_not_written_over(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    path.mkdir()  # reading it fails with an OSError, also for an administrator
    keeping = Keeping(path)
    await keeping.keeper.load()
    keeping.keeper.settings.parallel_uploads = 5
    keeping.keeper.save()
    await keeping.end()
    assert path.is_dir()
    assert not keeping.troubles


async def test_a_disk_that_takes_nothing_is_told_of_and_tried_again(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    keeping = Keeping(folder / "settings.json")
    folder.write_text("in the way of the folder")
    keeping.keeper.save()
    await keeping.keeper.close()
    assert len(keeping.troubles) == 1
    folder.unlink()
    keeping.keeper.save()
    await keeping.end()
    assert keeping.file.load() == Settings()
    assert len(keeping.troubles) == 1


async def test_what_could_not_be_saved_is_saved_at_the_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keeping = Keeping(tmp_path / "settings.json")
    with monkeypatch.context() as full:
        full.setattr(SettingsFile, "save", refuse)
        keeping.keeper.settings.parallel_uploads = 7
        keeping.keeper.save()
        await keeping.keeper.close()
    await keeping.end()
    assert keeping.file.load().parallel_uploads == 7
    assert len(keeping.troubles) == 1


def refuse(_file: SettingsFile, _settings: Settings) -> None:
    raise PermissionError(13, "another program has it open")
