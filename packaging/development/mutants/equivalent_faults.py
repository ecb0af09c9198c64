"""Pieces of the program in which a fault changes nothing that a test could see, with the reasons.

What can be said of a whole kind of faults is said in `mutations` instead.
"""

from __future__ import annotations

_FOLLOWER = "capout_desktop/services/tracking/follower.py"

EQUIVALENT_FAULTS: tuple[tuple[str, str, str] | tuple[str, str, str, str], ...] = (
    (
        "capout_desktop/services/intake/intake.py",
        "go is SendPolicy.SINGLE_IMMEDIATELY and several and not waits",
        "what waits already is told to wait once more",
        "(go is SendPolicy.SINGLE_IMMEDIATELY and several)",
    ),
    (
        "capout_desktop/services/intake/arrivals.py",
        "pictures and self._pictures is not None",
        "none are set apart unless they can be read; the type does not say so",
        "(pictures)",
    ),
    (
        "capout_desktop/services/intake/intake.py",
        """\
        if is_last:
            self._limit.close()
""",
        "a limit that was closed starts another thread when it is needed",
        "True",
    ),
    (
        "capout_desktop/services/intake/pdf_file.py",
        "len(data) < size",
        "nothing is read once more",
        "len(data) <= size",
    ),
    (
        "capout_desktop/domain/list_view.py",
        "later is not None and later[0] > span[1] + ADOPTED_AFTER",
        "every witness has a time; the type does not say so",
        "(later[0] > span[1] + ADOPTED_AFTER)",
    ),
    (
        "capout_desktop/capout/file_reader.py",
        """\
    | getattr(os, "O_NONBLOCK", 0)
    | getattr(os, "O_NOCTTY", 0)
""",
        "only Windows has no such flags; there the fault would open no file",
        "1",
    ),
    (
        "capout_desktop/capout/upload_transport.py",
        "(self._hearing, self._writing) if task is not None",
        "closing the connection, which follows, also ends a write that is still under way",
    ),
    (
        "capout_desktop/capout/upload_transport.py",
        "max_keepalive_connections=0",
        "each upload already says `Connection: close`, after which httpcore uses none again",
        "1",
    ),
    (
        "capout_desktop/capout/upload_transport.py",
        "len(heard) > _MOST_INTERIM_BYTES",
        "at which byte a flood is too much; they come in pieces of any size",
        "len(heard) >= _MOST_INTERIM_BYTES",
    ),
    (
        _FOLLOWER,
        "_PORTION = 32",
        "how many reports are applied between two looks at the clock",
    ),
    (
        _FOLLOWER,
        """\
        flood = self._came > FLOOD * (began - self._folded_at)
        budget = FLOOD_BUDGET_SECONDS if flood else BUDGET_SECONDS
        self._came, self._folded_at = 0, began
        while self._backlog and time.perf_counter() - began < budget:
""",
        "how much of a frame is used, which `dev.py bench` measures",
    ),
    (
        _FOLLOWER,
        "self._fold_soon is None",
        "what is due is applied at the first of several calls",
        "True",
    ),
    (_FOLLOWER, "self._fold_soon.cancel()", "it would find nothing to apply"),
    (
        "capout_desktop/services/documents/document_store.py",
        "timeline.entries(before, after, event) if after is not before else []",
        "a short cut; what stays as it is has no entries that are used",
        "(timeline.entries(before, after, event))",
    ),
    (
        "capout_desktop/services/documents/journal_writer.py",
        """\
            if apart:
                self._on_set_apart(apart)
""",
        "a record that the journal refuses among others is refused by itself, too",
        "True",
    ),
    (
        "capout_desktop/services/documents/remote_documents.py",
        "self._fold_soon.cancel()",
        "it would find nothing to apply",
    ),
    (_FOLLOWER, "self._came += 1", "whether it is a flood, see above"),
    (
        _FOLLOWER,
        """\
        self._came = 0
        self._folded_at = 0.0
""",
        "the same at the start",
    ),
    (
        _FOLLOWER,
        """\
            spent = time.perf_counter() - began
            self._fold_in(max(FRAME_SECONDS - spent, FOLD_SECONDS) if flood else FOLD_SECONDS)
""",
        "when the next frame begins; that there is one is tested",
    ),
    (
        "capout_desktop/store/document_row.py",
        "document.bytes_sent or document.downloading",
        "a copy of one that has neither is the same",
        "True",
    ),
    (
        "capout_desktop/store/journal.py",
        'self._db.execute("RELEASE one")',
        "the end of the transaction, which follows, releases it as well",
        "pass",
    ),
    (
        "capout_desktop/store/folders.py",
        """\
        Path(platformdirs.user_data_dir(_NAME, appauthor=False, roaming=False)),
        Path(platformdirs.user_log_dir(_NAME, appauthor=False)),
""",
        "only Windows has roaming profiles and folders of authors; its own tests see that",
    ),
    (
        "capout_desktop/services/organizations/keyring_process.py",
        "self._process is process",
        "one that was closed meanwhile is ending anyway",
        "True",
    ),
    (
        "capout_desktop/domain/estimates/summaries.py",
        'not before and not any(map(f"{text.lower()} ".__contains__, _WORDS))',
        "a short cut past lines of which nothing is taken",
        "False",
    ),
    (
        "capout_desktop/domain/estimates/pages.py",
        "not any(word in lower for word in _IN_GUIDES)",
        "a short cut past pages in which no pattern of a guide can be found",
        "False",
    ),
    (
        "capout_desktop/domain/estimates/pages.py",
        "word in lower for word in _IN_GUIDES",
        "the same short cut",
        "word not in lower",
    ),
    (
        "capout_desktop/domain/estimates/pages.py",
        r"""_compiled(rf"(?m)^{_GUIDE_TITLE}$").findall(whole) if "guide" in lower else ()""",
        "the same for one word",
        "(_compiled(f'(?m)^{_GUIDE_TITLE}$').findall(whole))",
    ),
    (
        "capout_desktop/services/intake/pdf_page_objects.py",
        "by is _SAME",
        "a short cut; the box is the same",
        "False",
    ),
    (
        "capout_desktop/services/intake/pdf_selection.py",
        "self._searched = len(self._text)",
        "a short cut; what was searched already is searched again",
        "pass",
    ),
    (
        "capout_desktop/services/intake/pdf_rewriting.py",
        """\
        if quarters:
            _turn""",
        "a page that is turned by nothing stays as it is",
        "True",
    ),
    (
        "capout_desktop/services/intake/pdf_rewriting.py",
        "chosen == in_file",
        "a short cut; pages that are in order already stay where they are",
        "False",
    ),
    (
        "capout_desktop/services/intake/pdf_visibility.py",
        "objects.is_whole and not gone and not doubtful",
        "a short cut; what follows comes to the same",
        "False",
    ),
    (
        "capout_desktop/services/intake/picture_jpeg.py",
        "length < 2 or end > len(data)",
        "after the end of the file no further piece is found, for which it is refused as well",
        "(length < 2)",
    ),
    (
        "capout_desktop/services/uploads/transfer_worker.py",
        "NICENESS = 10",
        "by how much its priority is lower; that it is lower is tested",
    ),
    (
        "capout_desktop/services/uploads/transfer_worker.py",
        "del self._sending[call.id], self._may_go[call.id]",
        "canceling or allowing what has ended does nothing",
        "pass",
    ),
    (
        "capout_desktop/services/tracking/status_coalescer.py",
        "if word == later:",
        "a short cut; what follows comes to the same",
    ),
)
"""File, text in it, and why a fault in that text cannot be seen; at last the fault, if only one."""
