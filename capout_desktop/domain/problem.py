"""Problems, identified by a code; their texts are in `ui.text.problem_text`."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

Value = str | int | float


class ProblemCode(StrEnum):
    """Codes of all problems other than those in `domain.hold.HoldReason`.

    The journal stores the values. `ui.text.problem_text` has the text of each.
    """

    # A call to CapOut that failed, or what CapOut said of a document.
    CAPOUT_ERROR = "capout-error"
    NO_CONNECTION = "no-connection"
    CONNECTION_REFUSED = "connection-refused"
    HOST_NOT_FOUND = "host-not-found"
    CONNECTION_BROKEN = "connection-broken"
    TIMED_OUT = "timed-out"
    CERTIFICATE_NOT_TRUSTED = "certificate-not-trusted"
    SECURE_CONNECTION_FAILED = "secure-connection-failed"
    PROXY_FAILED = "proxy-failed"
    REALTIME_INTERRUPTED = "realtime-interrupted"
    BAD_REQUEST = "bad-request"
    FORBIDDEN = "forbidden"
    NOT_FOUND = "not-found"
    CONFLICT = "conflict"
    TOO_LARGE = "too-large"
    UNPROCESSABLE = "unprocessable"
    TOO_MANY_REQUESTS = "too-many-requests"
    REFUSED = "refused"
    REDIRECTED = "redirected"
    REQUEST_TIMEOUT = "request-timeout"
    SERVER_FAILED = "server-failed"
    UNAVAILABLE = "unavailable"
    GARBAGE_ANSWER = "garbage-answer"
    UNREADABLE_BALANCE = "unreadable-balance"
    ANSWER_CUT_SHORT = "answer-cut-short"
    MALFORMED_KEY = "malformed-key"
    WORKFLOW_FAILED = "workflow-failed"

    # A file that cannot go.
    FILE_GONE = "file-gone"
    FILE_CHANGED = "file-changed"
    FILE_EMPTY = "file-empty"
    NOT_A_PDF = "not-a-pdf"
    FILE_NO_PERMISSION = "file-no-permission"
    PASSWORD_NEEDED = "password-needed"  # noqa: S105 - a name
    PDF_DAMAGED = "pdf-damaged"
    PDF_RIGHTS_MANAGED = "pdf-rights-managed"
    PDF_FOR_CERTIFICATE = "pdf-for-certificate"
    PDF_PROTECTED = "pdf-protected"
    FOLDER_WITHOUT_PDFS = "folder-without-pdfs"
    FOLDER_UNREADABLE = "folder-unreadable"
    FOLDER_LINKED = "folder-linked"
    WHOLE_DISK = "whole-disk"
    FILE_NO_ANSWER = "file-no-answer"
    FILE_NOT_DOWNLOADED = "file-not-downloaded"
    NOT_A_FILE = "not-a-file"
    PART_OF_FILE = "part-of-file"
    LINK_NOT_HTTPS = "link-not-https"
    LINK_UNREADABLE = "link-unreadable"
    LINK_NEEDS_SIGN_IN = "link-needs-sign-in"
    LINK_IS_WEB_PAGE = "link-is-web-page"
    LINK_IS_NO_PDF = "link-is-no-pdf"
    LINK_LEADS_NOWHERE = "link-leads-nowhere"
    LINK_IS_PRIVATE = "link-is-private"
    PLACE_UNREACHABLE = "place-unreachable"
    FILE_TOO_LARGE = "file-too-large"
    FILE_UNREADABLE = "file-unreadable"
    FILE_PATH_UNUSABLE = "file-path-unusable"
    FILE_NOT_COPIED = "file-not-copied"
    COPY_GONE = "copy-gone"

    # A mail or archive, or something in it, that is not taken.
    CONTAINER_WITHOUT_PDFS = "container-without-pdfs"
    CONTAINER_UNREADABLE = "container-unreadable"
    CONTAINER_TOO_MUCH = "container-too-much"
    CONTAINER_TOO_SLOW = "container-too-slow"
    ENTRY_LOCKED = "entry-locked"
    ENTRY_NAME_UNSAFE = "entry-name-unsafe"
    ENTRY_IS_LINK = "entry-is-link"
    ENTRY_TOO_LARGE = "entry-too-large"
    ENTRY_DAMAGED = "entry-damaged"
    ENTRY_TOO_DEEP = "entry-too-deep"
    ENTRIES_LEFT_OUT = "entries-left-out"

    # A key, or the place where keys are kept.
    NO_KEYRING = "no-keyring"
    KEYRING_WAITING = "keyring-waiting"
    PLAINTEXT_KEYRING = "plaintext-keyring"
    KEY_TOO_LONG = "key-too-long"
    KEY_ALREADY_HERE = "key-already-here"
    KEYRING_LOCKED = "keyring-locked"
    KEYRING_NOT_READ = "keyring-not-read"
    KEYRING_NOT_STORED = "keyring-not-stored"
    KEYRING_NOT_REMOVED = "keyring-not-removed"
    KEY_LOST = "key-lost"
    KEY_OF_ANOTHER_ORGANIZATION = "key-of-another-organization"
    ORGANIZATION_NEEDS_KEY = "profile-needs-key"

    # The whole program.
    JOURNAL_NEWER = "journal-newer"
    SETTINGS_LOST = "settings-lost"
    SETTINGS_PARTLY_READ = "settings-partly-read"
    JOURNAL_IN_USE = "journal-in-use"
    JOURNAL_SET_ASIDE = "journal-set-aside"
    JOURNAL_UNUSABLE = "journal-unusable"
    JOURNAL_WAITS = "journal-waits"
    DISK_TROUBLE = "disk-trouble"
    NOT_DONE = "not-done"
    NOT_STORED_WHOLE = "not-stored-whole"
    LOOK_NOT_SAVED = "look-not-saved"
    WAIT_FOR_OK = "wait-for-ok"
    ALREADY_LISTED = "already-listed"
    UNFORESEEN = "unforeseen"
    DIAGNOSTICS_COPIED = "diagnostics-copied"
    LOG_UNREADABLE = "log-unreadable"
    REMOVED = "removed"
    REMOVED_SOME = "removed-some"
    LOCK_FILES_LEFT_OUT = "lock-files-left-out"
    AUTOSTART_NOT_CHANGED = "autostart-not-changed"

    # A part of the program that failed and is restarted.
    CHECKING_STOPPED = "checking-stopped"
    SENDING_STOPPED = "sending-stopped"
    LOOKING_UP_STOPPED = "looking-up-stopped"
    FOLLOWING_STOPPED = "following-stopped"
    CREDITS_STOPPED = "credits-stopped"
    FOLDER_WATCH_STOPPED = "folder-watch-stopped"
    KEY_STOPPED = "key-stopped"
    REMOTE_LIST_STOPPED = "remote-list-stopped"
    READING_STOPPED = "reading-stopped"
    MISSING_FILES_STOPPED = "missing-files-stopped"
    REMINDERS_STOPPED = "reminders-stopped"
    HISTORY_STOPPED = "history-stopped"

    # A table that was exported, or could not be.
    EXPORTED = "exported"
    LIST_NOT_EXPORTED = "list-not-exported"
    CHECK_LIST_SAVED = "check-list-saved"
    CHECK_LIST_NOT_SAVED = "check-list-not-saved"
    SPENDING_NOT_EXPORTED = "spending-not-exported"

    # The watched folder.
    WATCH_FOLDER_CANNOT_MOVE = "watch-folder-cannot-move"
    WATCH_LINK_OUT = "watch-link-out"
    WATCH_FOLDER_GONE = "watch-folder-gone"
    WATCH_MEMORY_UNUSABLE = "watch-memory-unusable"
    WATCH_FOLDER_HAS_FILES = "watch-folder-has-files"

    # A key as it was typed.
    NO_KEY_TYPED = "no-key-typed"
    KEY_UNSENDABLE = "key-unsendable"
    KEY_HAS_SPACES = "key-has-spaces"
    KEY_IS_ADDRESS = "key-is-address"
    KEY_IS_LINK = "key-is-link"
    KEY_IS_SHORT = "key-is-short"

    # A newer version of this program.
    STARTED_AS_ADMINISTRATOR = "started-as-administrator"
    PROGRAM_REPLACED = "program-replaced"
    UP_TO_DATE = "up-to-date"
    UPDATES_UNREADABLE = "updates-unreadable"
    UPDATE_AVAILABLE = "update-available"

    # What was noticed about a PDF.
    PICTURE_HEIC = "picture-heic"
    PICTURE_DAMAGED = "picture-damaged"
    PICTURE_UNSUPPORTED = "picture-unsupported"
    PICTURE_TOO_LARGE = "picture-too-large"
    TOO_MANY_PICTURES = "too-many-pictures"
    PDF_LARGE = "pdf-large"
    PDF_SCAN = "pdf-scan"
    PDF_INCOMPLETE = "pdf-incomplete"
    PDF_MANY_PAGES = "pdf-many-pages"
    PDF_MISSING_PAGES = "pdf-missing-pages"
    PDF_FORM = "pdf-form"
    PDF_ATTACHED_PDFS = "pdf-attached-pdfs"
    PDF_UNREAD = "pdf-unread"

    # What was read in a PDF and may not convert well.
    ESTIMATE_NOT_FOUND = "estimate-not-found"
    ESTIMATE_GARBLED = "estimate-garbled"
    ESTIMATE_NO_PRICES = "estimate-no-prices"
    ESTIMATE_SEVERAL_CLAIMS = "estimate-several-claims"
    ESTIMATE_PAGES_MISSING = "estimate-pages-missing"
    ESTIMATE_SYMBILITY = "estimate-symbility"
    ESTIMATE_OTHER_PROGRAM = "estimate-other-program"
    ESTIMATE_FEW_PRICES = "estimate-few-prices"
    ESTIMATE_RECOGNIZED = "estimate-recognized"
    CLAIM_SENT_BEFORE = "claim-sent-before"

    # The check of the connection.
    NO_KEY_TO_TRY = "no-key-to-try"
    CREDITS_HIDDEN = "credits-hidden"
    UPLOAD_ANSWER_UNCLEAR = "upload-answer-unclear"
    WEBSOCKET_BLOCKED = "websocket-blocked"
    SSE_BLOCKED = "sse-blocked"

    # The proxy as it was typed.
    PROXY_NOT_STATED = "proxy-not-stated"
    PROXY_WITHOUT_PORT = "proxy-without-port"
    PROXY_SHAPE = "proxy-shape"
    PROXY_KIND = "proxy-kind"
    PROXY_PASSWORD = "proxy-password"  # noqa: S105 - a name


@dataclass(frozen=True, slots=True)
class Problem:
    """Problem or message; `ui.text.problem_text` has its text in the user's language.

    Attributes:
        code: A `HoldReason` or a `ProblemCode`; from the journal of another version it may be
            one that this version does not know.
        detail: Text of the server or the system, as received; may be empty.
        values: Values for the placeholders of the text, by name. Numbers are formatted for the
            user's language. A day, as `2026-11-23`, has the name `day`, and the code of another
            problem has the name `cause`.
    """

    code: str
    detail: str = ""
    values: tuple[tuple[str, Value], ...] = ()
