"""Nasty faults that the tests of version 0.1.0 did not find, each at its place of today.

A test checks that each old text still exists exactly once. A fault whose place is gone is removed
here, or moved to where the same mistake could be made now.
"""

# ruff: noqa: E501, ISC004 - pieces of source, as they are

from __future__ import annotations

_DOCUMENTS = "capout_desktop/services/documents/document_store.py"
_WRITER = "capout_desktop/services/documents/journal_writer.py"
_QUEUE = "capout_desktop/services/uploads/queue.py"
_UPLOADER = "capout_desktop/services/uploads/uploader.py"
_CONFIRMATION = "capout_desktop/services/uploads/confirmation.py"
_CREDENTIALS = "capout_desktop/services/organizations/credential_service.py"
_ORGANIZATIONS = "capout_desktop/services/organizations/organizations.py"
_KEYS = "capout_desktop/services/organizations/keyring_calls.py"
_JOURNAL = "capout_desktop/store/journal.py"
_BATCH = "capout_desktop/domain/batch_review.py"
_FALLBACK = "capout_desktop/capout/realtime/fallback.py"
_SSE = "capout_desktop/capout/realtime/sse_channel.py"
_WATCHER = "capout_desktop/services/folder_watch/watcher.py"
_INTAKE = "capout_desktop/services/intake/intake.py"
_BOOK = "capout_desktop/services/credits/spending_book.py"

NAMED_FAULTS: tuple[tuple[str, str, str], ...] = (
    # Money, and lost or doubled documents.
    (_UPLOADER, "if document.state is not _S.UPLOADING:", "if False:"),
    (
        "capout_desktop/capout/wire.py",
        "time.replace(tzinfo=UTC) if time.tzinfo is None else time.astimezone(UTC)",
        "time.astimezone(UTC)",
    ),
    (
        _DOCUMENTS,
        "for event in events)[-1]\n        await self._journal.flush()\n        return document\n\n"
        "    async def forget",
        "for event in events)[-1]\n        return document\n\n    async def forget",
    ),
    (
        _DOCUMENTS,
        "            self._journal.save(after)\n        if after is present:",
        "            pass\n        if after is present:",
    ),
    (
        _DOCUMENTS,
        "            self._journal.save(self._documents[local_id])\n            raise",
        "            raise",
    ),
    (
        _WRITER,
        "self._documents = {**documents, **self._documents}",
        "self._documents = {**self._documents, **documents}",
    ),
    (
        _WRITER,
        "            self._on_failure(error)\n            self._write_in(RETRY_SECONDS)",
        "            self._on_failure(error)",
    ),
    ("capout_desktop/domain/lifecycle.py", "        send_again=True,\n", ""),
    (
        _INTAKE,
        "            for known in self._taking:\n                known.update(new)\n",
        "",
    ),
    (_INTAKE, "or not is_last or reader", "or reader"),
    (_WATCHER, "if fresh and self._settings.watch.folder == folder:", "if fresh:"),
    (_WATCHER, "return facts.sha256 if same else None", "return facts.sha256"),
    (_JOURNAL, 'for suffix in ("-wal", "-shm", ""):', 'for suffix in ("",):'),
    (_JOURNAL, "PRAGMA synchronous = FULL", "PRAGMA synchronous = NORMAL"),
    (
        _BATCH,
        "min(others, key=self._order.__getitem__)",
        "max(others, key=self._order.__getitem__)",
    ),
    (
        "capout_desktop/domain/identity.py",
        'unicodedata.normalize("NFC", xn_address).strip().casefold()',
        'unicodedata.normalize("NFC", xn_address).strip()',
    ),
    # Keys and the network.
    (
        _CREDENTIALS,
        "self._change(CredentialStatus(Phase.OFFLINE, problem=error.problem))",
        "self._change(CredentialStatus(Phase.READY, problem=error.problem))",
    ),
    (
        _CREDENTIALS,
        "        if credential is not self.status.credential:\n            return\n        passed",
        "        passed",
    ),
    (_QUEUE, "            self._obstacles.release_of(newer)  # the", "            pass  # the"),
    (
        _CREDENTIALS,
        "            # A late answer of the keyring must not replace this key.\n"
        "            self._stop_finding()\n",
        "",
    ),
    (_CREDENTIALS, "                self._impatient.clear()\n", ""),
    (_ORGANIZATIONS, "\n                and credential.credential_id != but", ""),
    (_ORGANIZATIONS, "        if problem is not None:\n            await service.close()\n", ""),
    (
        _KEYS,
        "raise KeyringTrouble(_said_no(REFUSED[call.action], error)) from error",
        "return None",
    ),
    ("capout_desktop/capout/client.py", "if looking is None or failed or", "if looking is None or"),
    (
        "capout_desktop/capout/answer_body.py",
        "                if len(words) > _MOST_ERROR_BYTES:\n                    break\n",
        "",
    ),
    (
        "capout_desktop/capout/realtime/channel_keeper.py",
        "        for channel in list(self._open):\n            await self._close(channel)\n",
        "",
    ),
    (_FALLBACK, "and error.status_code not in _PASSING_CODES", "and True"),
    (_FALLBACK, "if time.monotonic() - began >= timing.stable_after:", "if True:"),
    (_FALLBACK, "self._too_often() or refused or distrusted", "self._too_often() or refused"),
    (
        _FALLBACK,
        "max(jitter(attempts, timing.first_delay, longest), error.retry_after or 0)",
        "jitter(attempts, timing.first_delay, longest)",
    ),
    (_SSE, "                self._rest.pop(report.document_id, None)", "                pass"),
    (
        _SSE,
        "min(renew_at, self._renew_at or renew_at)",
        "max(renew_at, self._renew_at or renew_at)",
    ),
    (
        "capout_desktop/capout/realtime/websocket_channel.py",
        "new if len(document_ids) > MOST_IDS else document_ids",
        "new",
    ),
    # Smaller ones.
    (
        _UPLOADER,
        "        if self._store[local_id] is not document:\n            return  # sent elsewhere",
        "        if False:\n            return  # sent elsewhere",
    ),
    (
        _CONFIRMATION,
        "if (\n            not self._is_still_in_doubt(document)\n            or self._store.last_attempt(document) is not attempt\n        ):",
        "if False:",
    ),
    (_BOOK, "elif stood is not None or stands[1] is _Phase.OUT:", "else:"),
    (_BOOK, "if stood is not None and stood[1] is _Phase.OUT:", "if False:"),
    (
        "capout_desktop/domain/spending.py",
        "movement.until.astimezone().date()",
        "movement.until.date()",
    ),
    (
        "capout_desktop/domain/timeline.py",
        "        return _entry(after, at, what)\n    said",
        "        return _entry(after, at, what, after.server_status)\n    said",
    ),
    (
        "capout_desktop/store/settings.py",
        '        "update_asked_at",\n        "update_dismissed",\n    }',
        '        "update_dismissed",\n    }',
    ),
    (
        "capout_desktop/store/settings.py",
        "            self.addresses = [*self.addresses[: MOST_ADDRESSES - 1], address]",
        "            self.addresses = [*self.addresses, address][:MOST_ADDRESSES]",
    ),
    (
        "capout_desktop/services/folder_watch/listing.py",
        "file.seek(max(size - _TAIL, 0))",
        "file.seek(0)",
    ),
    (_BOOK, "or new.at - old.at >= KEEP_SAME_AFTER", "or False"),
    (_CONFIRMATION, "if not self._can_tell(document, credential):", "if False:"),
    (
        _CREDENTIALS,
        "if isinstance(error, Unauthorized) or error.retryable:",
        "if isinstance(error, Unauthorized):",
    ),
    (
        "capout_desktop/domain/notification.py",
        "if finished and not self._untold[ChangeKind.FAILED]:",
        "if finished:",
    ),
    ("capout_desktop/domain/spending.py", "and len(addresses) > 1:", "and len(addresses) > 0:"),
    ("capout_desktop/store/view_state_file.py", "if type(v) is int and v > 0", "if type(v) is int"),
    (
        "capout_desktop/store/watched_files.py",
        'os.fsencode(name).decode(errors="backslashreplace")',
        'os.fsencode(name).decode(errors="replace")',
    ),
)
