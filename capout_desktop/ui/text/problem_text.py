"""Texts of problems in the person's language, with their values filled in.

The domain identifies problems by codes; the table below has the English texts of every code, to
be collected for translation.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QCoreApplication

from capout_desktop.domain.hold import HoldReason
from capout_desktop.domain.problem import Problem, ProblemCode, Value
from capout_desktop.ui.text.formatting import date_text, decimal_text, number_text

_Values = tuple[tuple[str, Value], ...]
_PLACE = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class ProblemWords:
    """Texts of one problem code, with placeholders for the problem's values, like `{size}`.

    Attributes:
        title: What happened, in a few words.
        next_step: What the person can do now, in one or two sentences.
        title_of_one: The title if the number among the values is 1.
        next_step_without_values: The next step if a value of its placeholders is unknown.
    """

    title: str
    next_step: str
    title_of_one: str = ""
    next_step_without_values: str = ""


WORDS: dict[str, ProblemWords] = {
    HoldReason.NO_KEY: ProblemWords(
        "Waiting for your API key",
        "Enter the key, and it goes by itself.",
    ),
    HoldReason.NO_ORGANIZATION: ProblemWords(
        "Its organization is not set up on this computer",
        "Add that organization's key again under Account → Manage organizations, and it goes "
        "by itself. No other organization's credits are spent on it.",
    ),
    HoldReason.SESSION_OVER: ProblemWords(
        "It was added with a key for one session",
        "CapOut never said whose that key is. Start the program with that key again, and it goes "
        "by itself. Or remove this one, and add the file again with the key that is to pay for "
        "it.",
    ),
    HoldReason.OTHER_KEY_KIND: ProblemWords(
        "It was added with another kind of key",
        "A test key and a live key never pay for each other's files. Enter the key it was added "
        "with, or remove this one and add the file again.",
    ),
    HoldReason.OTHER_SERVER: ProblemWords(
        "It was added for another CapOut server",
        "It goes by itself when the program runs against that server again. To send it to this "
        "one, remove it and add the file again.",
    ),
    HoldReason.UNCONFIRMED_ADDRESS: ProblemWords(
        "Send to “{address}”?",
        "Press Enter in Send to once the address is whole, or change this row's address. It is "
        "not sent before that.",
    ),
    HoldReason.NO_ADDRESS: ProblemWords(
        "Waiting for an XactNet address",
        "Choose at the top of the window who shall receive it, and it goes by itself.",
    ),
    HoldReason.WAITS_FOR_START: ProblemWords(
        "Waiting for your OK",
        "Choose Start, and it goes. Nothing is sent before that.",
    ),
    HoldReason.SAME_IN_FLIGHT: ProblemWords(
        "Waiting for its namesake",
        "A file of this name is on its way to the same address. This one goes right after it.",
    ),
    HoldReason.ALREADY_SENT: ProblemWords(
        "The same file was already sent to this address on {day}",
        "Remove this one, or choose Send again: that costs credits a second time.",
    ),
    HoldReason.LIKELY_TWIN: ProblemWords(
        "CapOut already has {name} for this address",
        "It was not sent from this list: perhaps from another computer. Remove this one, or "
        "choose Send again if it is another document. Its entry is from {day}.",
        next_step_without_values="It was not sent from this list: perhaps from another computer. "
        "Remove this one, or choose Send again if it is another document.",
    ),
    HoldReason.LIST_NEEDED: ProblemWords(
        "Waiting for CapOut's list",
        "It was added before the last start, so CapOut is asked first whether it has it already. "
        "CapOut does not say at the moment, and is asked again. To send it anyway, choose Send "
        "again.",
    ),
    HoldReason.OTHER_ORGANIZATION: ProblemWords(
        "Only the key that sent it can tell whether it arrived",
        "Enter that organization's key under Account → Manage organizations. It is not sent "
        "again meanwhile.",
    ),
    HoldReason.LOOKING_UP: ProblemWords(
        "Asking CapOut whether it arrived",
        "{cause}. Nothing to do: it is not sent again before that is certain.",
        next_step_without_values="Nothing to do: it is not sent again before that is certain.",
    ),
    HoldReason.LOOK_UP_UNCLEAR: ProblemWords(
        "It may have arrived, and CapOut's list cannot tell",
        "Choose Decide. Documents from that time in CapOut's list that may be it: {entries}.",
        next_step_without_values="Look for it in CapOut's web app, then choose Decide. It is not "
        "sent again before that.",
    ),
    HoldReason.INTERRUPTED: ProblemWords(
        "The program ended while this was being sent",
        "Nothing to do: CapOut is asked whether it arrived before it is sent again.",
    ),
    HoldReason.CALLED_BACK: ProblemWords(
        "Canceled: asking CapOut whether it arrived",
        "Nothing to do: if it is not there, it is not sent again.",
    ),
    HoldReason.STOPPED: ProblemWords(
        "Stopped before it was sent whole",
        "Nothing was charged. It goes by itself when the program runs again.",
    ),
    ProblemCode.CAPOUT_ERROR: ProblemWords(
        "The call to CapOut failed",
        "Try again. If it happens again, write to CapOut's support.",
    ),
    ProblemCode.NO_CONNECTION: ProblemWords(
        "CapOut cannot be reached",
        "Check your internet connection. What waits goes by itself once it is back.",
    ),
    ProblemCode.CONNECTION_REFUSED: ProblemWords(
        "CapOut does not take connections at the moment",
        "Usually this passes within minutes. If a firewall guards your office, ask for "
        "api.capout.ai to be let through.",
    ),
    ProblemCode.HOST_NOT_FOUND: ProblemWords(
        "CapOut's address cannot be found",
        "Check that this computer is online. What waits goes by itself once it is.",
    ),
    ProblemCode.CONNECTION_BROKEN: ProblemWords(
        "The connection to CapOut broke",
        "Check your internet connection. What waits goes by itself once it is back.",
    ),
    ProblemCode.TIMED_OUT: ProblemWords(
        "CapOut took too long to answer",
        "Your connection or CapOut is slow at the moment. What waits goes by itself later.",
    ),
    ProblemCode.CERTIFICATE_NOT_TRUSTED: ProblemWords(
        "The secure connection to CapOut is not trusted",
        "Check this computer's date and time, and sign in if the network has a sign-in page. "
        "In an office that inspects traffic, ask IT to install its certificate on this "
        "computer.",
    ),
    ProblemCode.SECURE_CONNECTION_FAILED: ProblemWords(
        "No secure connection to CapOut could be made",
        "Sign in if the network has a sign-in page, or try another network.",
    ),
    ProblemCode.PROXY_FAILED: ProblemWords(
        "The network's proxy does not let CapOut through",
        "Check the proxy under Settings, Network, or ask IT to let api.capout.ai through it.",
    ),
    ProblemCode.REALTIME_INTERRUPTED: ProblemWords(
        "Live updates are interrupted",
        "Nothing to do: they are taken up again by themselves, and nothing is missed.",
    ),
    ProblemCode.BAD_REQUEST: ProblemWords(
        "CapOut could not read the request",
        "Look for a newer version of this program, then try again.",
    ),
    HoldReason.KEY_REFUSED: ProblemWords(
        "CapOut did not accept this key",
        "Check the key under Settings → API keys in CapOut's web app, then enter it again.",
    ),
    HoldReason.NO_CREDITS: ProblemWords(
        "No credits left",
        "Buy credits in CapOut's web app. What waits goes once there are some.",
    ),
    ProblemCode.FORBIDDEN: ProblemWords(
        "This key may not do that",
        "Ask whoever manages your CapOut account what the key is allowed to do.",
    ),
    ProblemCode.NOT_FOUND: ProblemWords(
        "CapOut does not know this",
        "Look for the document in CapOut's web app; perhaps it belongs to another account.",
    ),
    ProblemCode.CONFLICT: ProblemWords(
        "CapOut already has something like this",
        "Look in CapOut's web app whether this document is there before you send it again.",
    ),
    ProblemCode.TOO_LARGE: ProblemWords(
        "The file is too large for CapOut",
        "Print it to PDF at a lower quality, or split it into parts, and add those.",
    ),
    ProblemCode.UNPROCESSABLE: ProblemWords(
        "CapOut cannot work with this",
        "Check the XactNet address and the file, then try again.",
    ),
    ProblemCode.TOO_MANY_REQUESTS: ProblemWords(
        "CapOut asks to slow down",
        "Nothing to do: what waits goes by itself in a moment.",
    ),
    ProblemCode.REFUSED: ProblemWords(
        "CapOut refused this",
        "What CapOut said stands beside this. Try again, or write to CapOut's support.",
    ),
    ProblemCode.REDIRECTED: ProblemWords(
        "CapOut's address has moved",
        "Sign in if the network has a sign-in page; else look for a newer version.",
    ),
    ProblemCode.REQUEST_TIMEOUT: ProblemWords(
        "The file arrived too slowly for CapOut",
        "Your connection is slow at the moment. What waits goes by itself later.",
    ),
    ProblemCode.SERVER_FAILED: ProblemWords(
        "CapOut has a problem of its own",
        "Nothing is wrong on your side. What waits goes by itself later.",
    ),
    ProblemCode.UNAVAILABLE: ProblemWords(
        "CapOut is busy or being serviced",
        "Nothing to do: what waits goes by itself later.",
    ),
    ProblemCode.GARBAGE_ANSWER: ProblemWords(
        "CapOut's answer could not be understood",
        "Sign in if the network has a sign-in page; else look for a newer version.",
    ),
    ProblemCode.ANSWER_CUT_SHORT: ProblemWords(
        "CapOut's answer broke off",
        "Check your internet connection. What waits goes by itself later.",
    ),
    ProblemCode.MALFORMED_KEY: ProblemWords(
        "This does not look like an API key",
        "A key is one long word without spaces. Copy it once more from CapOut's web app.",
    ),
    ProblemCode.WORKFLOW_FAILED: ProblemWords(
        "CapOut could not finish it",
        "Look at it in CapOut's web app. If the PDF is a scan, ask the carrier for the original.",
    ),
    ProblemCode.FILE_GONE: ProblemWords(
        "The file is not there any more",
        "It was moved, renamed or deleted after it was added. Add it again from where it is now.",
    ),
    ProblemCode.FILE_CHANGED: ProblemWords(
        "The file changed after it was added",
        "Press Retry to send it as it is now.",
    ),
    ProblemCode.FILE_EMPTY: ProblemWords(
        "The file is empty",
        "It may not have finished downloading. Save it again from the email, then press Retry.",
    ),
    ProblemCode.NOT_A_PDF: ProblemWords(
        "This is not a PDF",
        "CapOut takes PDF estimates only. Ask the carrier for the PDF, or print the file to PDF.",
    ),
    ProblemCode.FILE_NO_PERMISSION: ProblemWords(
        "This computer does not let you read the file",
        "Close the program that has it open, or copy it to your Documents folder, then press "
        "Retry.",
    ),
    ProblemCode.PASSWORD_NEEDED: ProblemWords(
        "The PDF needs a password to open",
        "Open it with the password, print it to a new PDF without one, and add that.",
    ),
    ProblemCode.PDF_DAMAGED: ProblemWords(
        "The PDF is damaged or incomplete",
        "Download or save it once more from the email, then press Retry.",
    ),
    ProblemCode.FOLDER_WITHOUT_PDFS: ProblemWords(
        "No PDFs in this folder",
        "Open the folder and look where the estimates are, then add those.",
    ),
    ProblemCode.LINK_NOT_HTTPS: ProblemWords(
        "CapOut takes links that begin with https:// only",
        "Download the PDF in your browser and add the file.",
    ),
    ProblemCode.FILE_TOO_LARGE: ProblemWords(
        "Too large: {size} MB, and CapOut takes up to {limit} MB",
        "Print it to PDF at a lower quality, or split it into parts, and add those.",
    ),
    ProblemCode.FILE_UNREADABLE: ProblemWords(
        "The file could not be read",
        "If it is on a network drive or a stick, check that it is connected, then press Retry.",
    ),
    ProblemCode.NO_KEYRING: ProblemWords(
        "This computer has no place to keep the key safely",
        "The key is kept for this session only: enter it again at the next start. A keyring "
        "such as GNOME Keyring or KWallet would keep it.",
    ),
    ProblemCode.KEYRING_WAITING: ProblemWords(
        "Your keyring is waiting for its password",
        "Answer the question that it shows, perhaps behind this window. Or enter the key "
        "here: it is then used for this session, whatever the keyring does.",
    ),
    ProblemCode.PLAINTEXT_KEYRING: ProblemWords(
        "This computer's keyring would store the key unprotected",
        "The key is kept for this session only: enter it again at the next start. Anybody who "
        "can read your files could read what that keyring holds.",
    ),
    ProblemCode.KEY_TOO_LONG: ProblemWords(
        "This key is too long for Windows to keep",
        "The key is kept for this session only: enter it again at the next start, or make a "
        "shorter one in CapOut's web app.",
    ),
    ProblemCode.KEY_ALREADY_HERE: ProblemWords(
        "This key is here already",
        "Choose its organization from the list. Nothing was changed.",
    ),
    ProblemCode.KEYRING_LOCKED: ProblemWords(
        "Your keyring stayed locked",
        "Ask it again and enter its password, or enter the key here for this session.",
    ),
    ProblemCode.KEYRING_NOT_READ: ProblemWords(
        "The key could not be read: this computer's keyring said no",
        "Allow CapOut Desktop to use the keyring and ask it again, or enter the key here for "
        "this session.",
    ),
    ProblemCode.KEYRING_NOT_STORED: ProblemWords(
        "The key could not be stored: this computer's keyring said no",
        "Allow CapOut Desktop to use the keyring and enter the key again. Until then it is "
        "used for this session only.",
    ),
    ProblemCode.KEYRING_NOT_REMOVED: ProblemWords(
        "The key could not be removed: this computer's keyring said no",
        "The organization is off the list. Remove its key yourself, in the keyring's own program.",
    ),
    ProblemCode.KEY_LOST: ProblemWords(
        "The key of {organization} is not in this computer's keyring any more",
        "Enter that organization's key again. Its documents wait for it, and nothing is lost.",
    ),
    ProblemCode.KEY_OF_ANOTHER_ORGANIZATION: ProblemWords(
        "This key belongs to another organization than {organization}",
        "Add it as an organization of its own: documents are only ever followed with the key "
        "of the organization that paid for them.",
    ),
    ProblemCode.ORGANIZATION_NEEDS_KEY: ProblemWords(
        "{organization} needs a key",
        "Its key is missing, locked away or does not work any more. Its documents wait; those "
        "of your other organizations go on.",
    ),
    ProblemCode.JOURNAL_NEWER: ProblemWords(
        "Your list was written by a newer version of this program",
        "Install the newest version of CapOut Desktop. Nothing was changed, and nothing is sent.",
    ),
    ProblemCode.JOURNAL_IN_USE: ProblemWords(
        "CapOut Desktop is already running",
        "Use the window that is open. If there is none, restart the computer.",
    ),
    ProblemCode.JOURNAL_SET_ASIDE: ProblemWords(
        "Your list could not be read and was put aside",
        "A new list was begun. Look in CapOut's web app before you send a file a second time.",
    ),
    ProblemCode.JOURNAL_UNUSABLE: ProblemWords(
        "Your list cannot be kept on this disk",
        "Check that the disk is not full and not write-protected, then start the program "
        "again. Nothing is sent until then.",
    ),
    ProblemCode.DISK_TROUBLE: ProblemWords(
        "Your list cannot be saved at the moment",
        "Free some space on the disk. Until then no file is added and none is sent.",
    ),
    ProblemCode.SETTINGS_LOST: ProblemWords(
        "The settings could not be read, so sending is paused",
        "Check the organization and the XactNet address at the top of the window, then choose "
        "Resume. The list of documents is whole.",
    ),
    ProblemCode.QUEUE_PAUSED: ProblemWords(
        "Sending is paused",
        "What is under way goes on; nothing new starts until you resume.",
    ),
    ProblemCode.LOOK_NOT_SAVED: ProblemWords(
        "How the window looks cannot be remembered",
        "Check that the disk is not full. Your documents are not touched by this.",
    ),
    ProblemCode.WAIT_FOR_OK: ProblemWords(
        "Some documents wait for your OK",
        "Nothing is sent before you let them go.",
    ),
    ProblemCode.ALREADY_LISTED: ProblemWords(
        "What you added is on the list already",
        "Nothing was added a second time. Its rows say how far each one is.",
    ),
    ProblemCode.UNFORESEEN: ProblemWords(
        "Something went wrong that should not have",
        "Nothing is lost. Please start the program again, and report it if it comes back.",
    ),
    ProblemCode.DIAGNOSTICS_COPIED: ProblemWords(
        "The diagnostics are on the clipboard",
        "Paste them into your message to support. They name no key, no file and no address.",
    ),
    ProblemCode.LOG_UNREADABLE: ProblemWords(
        "The log cannot be read",
        "Restart the program and try again. If it stays so, check the folder that Help → Open "
        "log folder opens.",
    ),
    ProblemCode.REMOVED: ProblemWords(
        "{count} documents were taken off the list",
        "A second copy of what was sent is still recognized.",
        title_of_one="1 document was taken off the list",
    ),
    ProblemCode.EXPORTED: ProblemWords(
        "{count} documents were exported",
        "The list is in {name}.",
        title_of_one="1 document was exported",
    ),
    ProblemCode.LIST_NOT_EXPORTED: ProblemWords(
        "The list could not be exported",
        "Close the file if another program has it open, or choose another folder.",
    ),
    ProblemCode.SPENDING_NOT_EXPORTED: ProblemWords(
        "The spending could not be exported",
        "Close the file if another program has it open, or choose another folder.",
    ),
    ProblemCode.WATCH_FOLDER_CANNOT_MOVE: ProblemWords(
        "Sent files cannot be moved out of the watched folder",
        "Close the programs that have them open, and check that you may write there. They "
        "stay where they are, and are not sent again.",
    ),
    ProblemCode.WATCH_FOLDER_GONE: ProblemWords(
        "The watched folder cannot be reached",
        "Connect the drive or the network that {folder} is on. It is watched again by itself.",
    ),
    ProblemCode.WATCH_MEMORY_UNUSABLE: ProblemWords(
        "The folder is not watched at the moment",
        "Free some space on the disk: what was taken must be remembered, or it would go twice.",
    ),
    ProblemCode.WATCH_FOLDER_HAS_FILES: ProblemWords(
        "{number} PDFs are already in the watched folder",
        "Only new ones are taken by themselves. Take these too, or close this to leave them.",
        title_of_one="1 PDF is already in the watched folder",
    ),
    ProblemCode.NO_KEY_TYPED: ProblemWords(
        "Enter your API key",
        "You find it in CapOut's web app under Settings → API keys.",
    ),
    ProblemCode.KEY_UNSENDABLE: ProblemWords(
        "This cannot be an API key",
        "It has characters that no key has. Copy it once more from CapOut's web app.",
    ),
    ProblemCode.KEY_HAS_SPACES: ProblemWords(
        "This does not look like an API key",
        "A key is one long word without spaces. Press the button once more to try it all the same.",
    ),
    ProblemCode.KEY_IS_ADDRESS: ProblemWords(
        "This does not look like an API key",
        "It looks like an address. The XactNet address has a field of its own. Press the "
        "button once more to try it all the same.",
    ),
    ProblemCode.KEY_IS_LINK: ProblemWords(
        "This does not look like an API key",
        "It looks like a link. Press the button once more to try it all the same.",
    ),
    ProblemCode.KEY_IS_SHORT: ProblemWords(
        "This does not look like an API key",
        "It is shorter than a key should be. Perhaps not all of it was copied. Press the "
        "button once more to try it all the same.",
    ),
    ProblemCode.UP_TO_DATE: ProblemWords(
        "This is the newest version",
        "Nothing has to be installed.",
    ),
    ProblemCode.UPDATES_UNREADABLE: ProblemWords(
        "It could not be found out whether there is a newer version",
        "Check the internet connection, then try again. Nothing else is affected.",
    ),
    ProblemCode.UPDATE_AVAILABLE: ProblemWords(
        "CapOut Desktop {version} is available",
        "What is new: {news}",
        next_step_without_values="Install it whenever it suits you.",
    ),
    ProblemCode.PDF_SCAN: ProblemWords(
        "A scan: its text cannot be selected",
        "Scans convert less well. Ask the carrier for the original PDF if you can.",
    ),
    ProblemCode.PDF_INCOMPLETE: ProblemWords(
        "The end of the file is missing",
        "It may not have been downloaded whole. Compare its last page with the one in the "
        "email, and save it again if they differ.",
    ),
    ProblemCode.PDF_MANY_PAGES: ProblemWords(
        "More pages than an estimate usually has",
        "Check that this is the estimate alone, without policies or photo reports.",
    ),
    ProblemCode.NO_KEY_TO_TRY: ProblemWords(
        "There is no API key to try this with",
        "Enter your key first (Account → Change key), then check again.",
    ),
    ProblemCode.CREDITS_HIDDEN: ProblemWords(
        "The key is accepted, and may not read the credits",
        "Nothing to do: uploads work without. CapOut's web app shows what is left.",
    ),
    ProblemCode.UPLOAD_ANSWER_UNCLEAR: ProblemWords(
        "Whether the key may upload could not be told for sure",
        "Try one document: if it is refused, its row says why.",
    ),
    ProblemCode.WEBSOCKET_BLOCKED: ProblemWords(
        "This network lets no WebSocket through",
        "Nothing to do: news of your documents come by another way. To have them at once, ask "
        "IT to allow WebSocket connections to api.capout.ai.",
    ),
    ProblemCode.SSE_BLOCKED: ProblemWords(
        "This network lets no event stream through",
        "Nothing to do: CapOut is asked every few seconds instead.",
    ),
    ProblemCode.PROXY_NOT_STATED: ProblemWords(
        "Enter the proxy's address",
        "It looks like http://proxy.example.com:8080. Whoever looks after your network knows it.",
    ),
    ProblemCode.PROXY_WITHOUT_PORT: ProblemWords(
        "The proxy's port is missing",
        "Put it behind the name, after a colon, as in http://proxy.example.com:8080.",
    ),
    ProblemCode.PROXY_SHAPE: ProblemWords(
        "This does not look like a proxy's address",
        "It looks like http://proxy.example.com:8080, with nothing behind the port.",
    ),
    ProblemCode.PROXY_KIND: ProblemWords(
        "Only HTTP proxies are supported",
        "The address begins with http:// or https://. Ask whether your network has such a proxy.",
    ),
    ProblemCode.PROXY_PASSWORD: ProblemWords(
        "The proxy's password is kept in the settings file as it stands",
        "Whoever can read your files can read it. Leave it out if the proxy lets you through "
        "without.",
    ),
}
"""Texts of every `HoldReason` and every `ProblemCode`."""

_UNKNOWN_CODE = ProblemWords(
    "This version of the program has no name for what is wrong",
    "Look at the document in CapOut's web app, and install the newest version of CapOut Desktop.",
)


def title(problem: Problem) -> str:
    """Return what happened, in a few words."""
    words = WORDS.get(problem.code, _UNKNOWN_CODE)
    is_one = any(value == 1 for _, value in problem.values)
    text = words.title_of_one if words.title_of_one and is_one else words.title
    return _said(text, problem.values)


def next_step(problem: Problem) -> str:
    """Return what the person can do now."""
    words = WORDS.get(problem.code, _UNKNOWN_CODE)
    text = words.next_step
    known = {name for name, _ in problem.values}
    if words.next_step_without_values and not known.issuperset(_PLACE.findall(text)):
        text = words.next_step_without_values
    return _said(text, problem.values)


def in_short(problem: Problem) -> str:
    """Return title and next step in one line."""
    return f"{title(problem)}. {next_step(problem)}"


def recorded_title(note: str, values: _Values) -> str:
    """Return the title of a problem recorded in the history.

    `note` is its code, or the English title if it was recorded by a release up to 0.1.
    """
    if note in WORDS or (note and " " not in note):
        return title(Problem(note, values=values))
    return _said(note, values)


def action(text: str) -> str:
    """Return the text of a button that belongs to a problem."""
    return QCoreApplication.translate("action", text)


def _said(words: str, values: _Values) -> str:
    known = dict(values)
    # A placeholder without a value is kept: another version may have stored fewer values.
    return _PLACE.sub(
        lambda place: _written(place[1], known[place[1]]) if place[1] in known else place[0],
        QCoreApplication.translate("problem", words),
    )


def _written(name: str, value: Value) -> str:
    match value:
        case int():
            return number_text(value)
        case float():
            return decimal_text(value, 1)
        case _ if name == "day":
            return date_text(date.fromisoformat(value))
        case _ if name == "cause":
            return recorded_title(value, ())
        case _:
            return value
