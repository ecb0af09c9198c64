"""Startup: creates the Qt application, shows the window, then imports and starts the rest."""

from __future__ import annotations

import contextlib
import functools
import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from capout_desktop.child_environment import restore_environment
from capout_desktop.interpreter import switch_often, use_one_heap
from capout_desktop.store.folders import Folders, folders
from capout_desktop.store.private_files import ForeignFolderError, make_private_folder
from capout_desktop.store.view_state_file import read_view_state
from capout_desktop.ui import usual_imports  # noqa: F401 - before others import Qt
from capout_desktop.ui.shell.application import Application
from capout_desktop.ui.shell.display_check import (
    NO_SCREEN,
    REFUSED_EXIT_CODE,
    one_sentence_if_qt_cannot_start,
    why_no_screen,
)
from capout_desktop.ui.shell.instance_lock import InstanceLock
from capout_desktop.ui.shell.main_window import MainWindow
from capout_desktop.ui.text.language import use_language

if TYPE_CHECKING:
    import asyncio

    from capout_desktop.options import Options
    from capout_desktop.program import Program

FIRST_PAINT_SECONDS = 2.0
"""Longest wait for the first paint: a minimized window, or one without a compositor, never
paints."""


def run(options: Options) -> int:
    """Run the program until its window is closed; return the exit code."""
    if reason := why_no_screen():
        sys.stderr.write(NO_SCREEN.format(reason=reason))
        return REFUSED_EXIT_CODE
    use_one_heap()
    with one_sentence_if_qt_cannot_start(REFUSED_EXIT_CODE):
        application = Application(["capout-desktop"])
    if own := getattr(sys, "_MEIPASS", ""):
        # After Qt has found its plugins by them.
        restore_environment(os.environ, Path(own))
    application.setApplicationName("CapOut Desktop")
    application.setDesktopFileName("capout-desktop")
    # The window closes itself only after all services have stopped.
    application.setQuitOnLastWindowClosed(False)
    with contextlib.ExitStack() as stack:
        data_dir = options.data_dir
        if options.sandbox and data_dir is None:
            # Practice mode keeps no files and never mixes with the real list.
            import tempfile  # noqa: PLC0415 - practice only

            practice = tempfile.TemporaryDirectory(prefix="capout-sandbox-")
            data_dir = Path(stack.enter_context(practice))
        places = folders(data_dir)
        try:
            make_private_folder(places.data)
        except ForeignFolderError:
            # Its settings could name anybody as the recipient.
            from capout_desktop.ui.shell.start_refused import (  # noqa: PLC0415 - loads `Qt`
                refuse_folder,
            )

            use_language(application, "")
            return refuse_folder(str(places.data))
        except OSError:
            pass  # the lock then fails
        lock = InstanceLock(places.lock)
        if lock.take():
            stack.callback(lock.release)
        elif not lock.is_impossible:
            from capout_desktop.ui.shell.single_instance import (  # noqa: PLC0415 - seldom needed
                take_lock_or_hand_over,
            )

            use_language(application, read_view_state(places.look).language)
            code = take_lock_or_hand_over(lock, places.lock, options)
            if code is not None:
                return code
            stack.callback(lock.release)
        # No lock means that the folder is not writable. Opening the journal then reports it in the
        # window.
        look = read_view_state(places.look)
        use_language(application, look.language)
        window = MainWindow(look)
        window.hold_sources()  # it takes drops as soon as it is there, before the services are
        # In the background, `NotificationControl` shows it if there turns out to be no tray.
        if not options.background:
            window.show()
            _paint(application, window)
        return _run_loop(application, options, places, window)


def _paint(application: Application, window: MainWindow) -> None:
    """Process events until the window is painted, before the slow imports of the rest."""
    deadline = time.monotonic() + FIRST_PAINT_SECONDS
    while not window.painted and time.monotonic() < deadline:
        application.handle_events(20)


def _run_loop(
    application: Application, options: Options, places: Folders, window: MainWindow
) -> int:
    """Run the program until the person or the system ends it; return the exit code."""
    switch_often()
    import asyncio  # noqa: PLC0415 - asyncio and the services are imported after the first paint

    import capout_desktop.program  # noqa: PLC0415 - not in the loop, which it would hold up
    import capout_desktop.ui.shell.single_instance  # noqa: PLC0415
    import capout_desktop.ui.widgets.desktop_files  # noqa: F401, PLC0415
    from capout_desktop.services.support.logs import hide_secrets_in_last_words  # noqa: PLC0415
    from capout_desktop.ui.shell.event_loop import EventLoop  # noqa: PLC0415
    from capout_desktop.ui.shell.gui_thread_gc import GuiThreadCollector  # noqa: PLC0415
    from capout_desktop.ui.shell.quit_signals import QuitSignals, SessionEnd  # noqa: PLC0415

    hide_secrets_in_last_words()
    collector = GuiThreadCollector()
    loop = EventLoop(application)
    quits = asyncio.Event()
    signals = QuitSignals(quits.set)
    with loop:
        life = loop.create_task(run_in_each_language(application, options, places, window, quits))
        session_end = SessionEnd(application, quits.set, life.done)
        loop.run_until_complete(life)
        del session_end
    signals.close()
    collector.close()
    return 0


async def run_in_each_language(
    application: Application,
    options: Options,
    places: Folders,
    window: MainWindow,
    quits: asyncio.Event,
) -> None:
    """Run the program until it quits, with a window of its own for each language chosen.

    Widgets get their texts when they are created. A new window is therefore always right, and the
    program is built to start from what it has stored.
    """
    from capout_desktop.program import Program  # noqa: PLC0415 - after the first paint

    program = Program(options, places, window)
    await _run_until_changed(application, places, program, window, quits)
    while not quits.is_set():
        look = window.look.now
        window.deleteLater()
        use_language(application, look.language)
        window = MainWindow(look)
        window.hold_sources()
        window.show()
        # What the command line named is in the journal by now.
        program = Program(options._replace(sources=()), places, window, program.practice)
        window.settings.open("appearance")
        await _run_until_changed(application, places, program, window, quits)


async def _run_until_changed(
    application: Application,
    places: Folders,
    program: Program,
    window: MainWindow,
    quits: asyncio.Event,
) -> None:
    """Run the program until it quits or needs a window in another language, and close it."""
    import asyncio  # noqa: PLC0415 - after the first paint, as these

    from capout_desktop.ui.shell.single_instance import SecondStarts  # noqa: PLC0415
    from capout_desktop.ui.widgets.desktop_files import open_pdf, show_in_folder  # noqa: PLC0415
    from capout_desktop.ui.widgets.dialogs import close_dialogs  # noqa: PLC0415

    other_language = asyncio.Event()
    window.quit_requested.connect(quits.set)
    window.look.other_language_wanted.connect(other_language.set)
    window.actions_on_rows.open_file.connect(lambda id_: open_pdf(program.source_of(id_)))
    window.actions_on_rows.show_in_folder.connect(
        lambda id_: show_in_folder(program.origin_of(id_))
    )
    server = SecondStarts(places.lock, program.take_over, window, program.differences)
    application.give_files_to(functools.partial(program.take, ask=True))

    async def until_the_language_may_change() -> None:
        await other_language.wait()
        await program.until_nothing_is_uploaded()

    try:
        await program.start()
        ends = [
            asyncio.ensure_future(end) for end in (quits.wait(), until_the_language_may_change())
        ]
        await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
        for end in ends:
            end.cancel()
        await asyncio.gather(*ends, return_exceptions=True)
    finally:
        application.keep_files()
        server.close()
        close_dialogs(window)
        window.hide()
        await program.close()
