"""Texts of problems in the person's language, with their values filled in.

The domain identifies problems by codes; the table below has the English texts of every code, to
be collected for translation. Qt translates them; it is imported only then, since `--inspect` shows
the English texts without it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from capout_desktop.domain.hold import HoldReason
from capout_desktop.domain.problem import Problem, ProblemCode, Value
from capout_desktop.domain.visible_text import visible_text

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
        "Enter the key and it sends automatically.",
    ),
    HoldReason.NO_ORGANIZATION: ProblemWords(
        "Its organization is not set up on this computer",
        "Add that organization's key again under Account → Manage organizations, and it goes "
        "by itself. No other organization's credits are spent on it.",
    ),
    HoldReason.SESSION_OVER: ProblemWords(
        "It was added with a key for one session",
        "CapOut never said which organization that key belongs to. Start the program "
        "with that key again and it sends automatically. Or remove this one, and add the "
        "file again with the key that should pay for it.",
    ),
    HoldReason.OTHER_KEY_KIND: ProblemWords(
        "It was added with another kind of key",
        "A test key and a live key never pay for each other's files. Enter the key it was added "
        "with, or remove this one and add the file again.",
    ),
    HoldReason.OTHER_SERVER: ProblemWords(
        "It was added for another CapOut server",
        "It sends automatically when the program uses that server again. To send it to "
        "this one, remove it and add the file again.",
    ),
    HoldReason.UNCONFIRMED_ADDRESS: ProblemWords(
        "Send to “{address}”?",
        "Finish the address above and press Enter, or change this row's address. It is "
        "not sent before that.",
    ),
    HoldReason.NO_ADDRESS: ProblemWords(
        "Waiting for an XactNet address",
        "Pick an address above and it sends automatically.",
    ),
    HoldReason.WAITS_FOR_START: ProblemWords(
        "Waiting for your OK",
        "Choose Start to send it. Nothing is sent before that.",
    ),
    HoldReason.SAME_IN_FLIGHT: ProblemWords(
        "Waiting for a file with the same name",
        "A file with this name is being sent to the same address. This one is sent right after it.",
    ),
    HoldReason.ALREADY_SENT: ProblemWords(
        "The same file was already sent to this address on {day}",
        "Remove this one, or choose Send again. That costs credits a second time.",
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
    HoldReason.LIST_UNAVAILABLE: ProblemWords(
        "CapOut does not show which documents it has",
        "It was added before the last start, so CapOut may have it already. Look for it in "
        "CapOut's web app. If it is not there, choose Send again; if it is, remove this one. "
        "CapOut is asked again in the meantime.",
    ),
    HoldReason.OTHER_ORGANIZATION: ProblemWords(
        "Only the key that sent it can tell whether it arrived",
        "Enter that organization's key under Account → Manage organizations. Until then "
        "it is not sent again.",
    ),
    HoldReason.LOOKING_UP: ProblemWords(
        "Asking CapOut whether it arrived",
        "{cause}. Nothing to do: it is not sent again until that is certain.",
        next_step_without_values="Nothing to do: it is not sent again until that is certain.",
    ),
    HoldReason.LOOK_UP_UNCLEAR: ProblemWords(
        "It may have arrived, and CapOut's list cannot tell",
        "Choose Decide. Documents from that time in CapOut's list that may be it: {entries}.",
        next_step_without_values="Look for it in CapOut's web app, then choose Decide. It is not "
        "sent again before that.",
    ),
    HoldReason.INTERRUPTED: ProblemWords(
        "The program ended while this was being sent",
        "Nothing to do: the program checks with CapOut whether it arrived before sending it again.",
    ),
    HoldReason.CALLED_BACK: ProblemWords(
        "Canceled: checking with CapOut whether it arrived",
        "Nothing to do: if it is not there, it is not sent again.",
    ),
    HoldReason.STOPPED: ProblemWords(
        "Stopped before the upload finished",
        "Nothing was charged. It is sent automatically when the program runs again.",
    ),
    HoldReason.SET_APART: ProblemWords(
        "Something went wrong in this program with this document",
        "Your other documents are not affected. Choose Retry. If it happens again, "
        "choose Help → Copy diagnostics and send that to support.",
    ),
    ProblemCode.CAPOUT_ERROR: ProblemWords(
        "The request to CapOut failed",
        "Try again. If it happens again, contact CapOut's support.",
    ),
    ProblemCode.NO_CONNECTION: ProblemWords(
        "Can't reach CapOut",
        "Check your internet connection. Waiting documents are sent automatically once it is back.",
    ),
    ProblemCode.CONNECTION_REFUSED: ProblemWords(
        "CapOut is not accepting connections right now",
        "This usually passes within minutes. If your office has a firewall, ask IT to "
        "allow api.capout.ai.",
    ),
    ProblemCode.HOST_NOT_FOUND: ProblemWords(
        "Can't reach CapOut",
        "Check that this computer is online. Waiting documents are sent automatically once it is.",
    ),
    ProblemCode.CONNECTION_BROKEN: ProblemWords(
        "The connection to CapOut was lost",
        "Check your internet connection. Waiting documents are sent automatically once it is back.",
    ),
    ProblemCode.TIMED_OUT: ProblemWords(
        "CapOut took too long to answer",
        "Your connection or CapOut is slow right now. Waiting documents are sent "
        "automatically later.",
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
        "Your network's proxy blocks CapOut",
        "Check the proxy under Settings, Network, or ask IT to allow api.capout.ai.",
    ),
    ProblemCode.REALTIME_INTERRUPTED: ProblemWords(
        "Live updates are interrupted",
        "Nothing to do: updates resume automatically, and nothing is missed.",
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
        "Buy credits in CapOut's web app. Waiting documents are sent as soon as you have some.",
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
        "Check in CapOut's web app whether this document is there before you send it again.",
    ),
    ProblemCode.TOO_LARGE: ProblemWords(
        "The file is too large for CapOut",
        "Press Choose pages, and send the pages of the estimate only.",
    ),
    ProblemCode.UNPROCESSABLE: ProblemWords(
        "CapOut rejected this upload",
        "Check the XactNet address and the file, then try again.",
    ),
    ProblemCode.TOO_MANY_REQUESTS: ProblemWords(
        "CapOut asked to slow down",
        "Waiting documents are sent automatically, within 15 minutes.",
    ),
    ProblemCode.REFUSED: ProblemWords(
        "CapOut refused this",
        "CapOut's exact words are shown here. Try again, or contact CapOut's support.",
    ),
    ProblemCode.REDIRECTED: ProblemWords(
        "CapOut's address has moved",
        "Sign in if the network has a sign-in page; else look for a newer version.",
    ),
    ProblemCode.REQUEST_TIMEOUT: ProblemWords(
        "The file arrived too slowly for CapOut",
        "Your connection is slow right now. Waiting documents are sent automatically later.",
    ),
    ProblemCode.SERVER_FAILED: ProblemWords(
        "CapOut has a problem",
        "Nothing is wrong on your side. Waiting documents are sent automatically later.",
    ),
    ProblemCode.UNAVAILABLE: ProblemWords(
        "CapOut is busy or down for maintenance",
        "Nothing to do: waiting documents are sent automatically later.",
    ),
    ProblemCode.GARBAGE_ANSWER: ProblemWords(
        "CapOut's answer could not be understood",
        "Sign in if the network has a sign-in page; else look for a newer version.",
    ),
    ProblemCode.UNREADABLE_BALANCE: ProblemWords(
        "CapOut did not say how many credits are left",
        "Documents are sent all the same. Look up your credits in CapOut's web app, or look for a "
        "newer version of this program.",
    ),
    ProblemCode.ANSWER_CUT_SHORT: ProblemWords(
        "CapOut's answer was cut off",
        "Check your internet connection. Waiting documents are sent automatically later.",
    ),
    ProblemCode.MALFORMED_KEY: ProblemWords(
        "This does not look like an API key",
        "A key is one long word without spaces. Copy it again from CapOut's web app.",
    ),
    ProblemCode.WORKFLOW_FAILED: ProblemWords(
        "CapOut could not finish it",
        "Look at it in CapOut's web app. If the PDF is a scan, ask the carrier for the original.",
    ),
    ProblemCode.FILE_GONE: ProblemWords(
        "The file is not there any more",
        "It was moved, renamed or deleted after it was added. It goes on by itself if it comes "
        "back; otherwise add it again from where it is now.",
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
        "CapOut accepts PDF estimates only. Ask the carrier for the PDF, or print the file to PDF.",
    ),
    ProblemCode.FILE_NO_PERMISSION: ProblemWords(
        "This computer does not let you read the file",
        "Close the program that has it open, and it goes on by itself. Or copy it to your "
        "Documents folder and add it from there.",
    ),
    ProblemCode.PASSWORD_NEEDED: ProblemWords(
        "The PDF needs a password to open",
        "Press Unlock and type the password; it is often the claim number. A copy without a "
        "password is sent.",
    ),
    ProblemCode.PDF_DAMAGED: ProblemWords(
        "The PDF is damaged or incomplete",
        "Save it from the email again, then press Retry. If it opens in your PDF reader, you can "
        "send it anyway.",
    ),
    ProblemCode.PDF_RIGHTS_MANAGED: ProblemWords(
        "The PDF is protected by rights management",
        "Only the people it was sent to can open it. Open it in Adobe Acrobat or Microsoft Edge "
        "and print it to a new PDF, or ask the carrier for an open copy.",
    ),
    ProblemCode.PDF_FOR_CERTIFICATE: ProblemWords(
        "The PDF is encrypted for a certificate",
        "Open it in Adobe Acrobat on the computer that has the certificate and print it to a new "
        "PDF, or ask the carrier for an open copy.",
    ),
    ProblemCode.PDF_PROTECTED: ProblemWords(
        "The PDF is protected in a way that CapOut cannot open",
        "Open it in the program it was made for and print it to a new PDF, or ask the carrier for "
        "an open copy.",
    ),
    ProblemCode.FOLDER_WITHOUT_PDFS: ProblemWords(
        "No PDFs in this folder",
        "Open the folder and look where the estimates are, then add those.",
    ),
    ProblemCode.FOLDER_UNREADABLE: ProblemWords(
        "This folder cannot be opened, so its PDFs were not added",
        "Ask whoever owns the folder to let you open it, then add it again.",
    ),
    ProblemCode.FOLDER_LINKED: ProblemWords(
        "A shortcut to another folder, which was not opened",
        "If the estimates are there, open that folder and add it.",
    ),
    ProblemCode.WHOLE_DISK: ProblemWords(
        "A whole drive or your home folder, so nothing in it was added",
        "Open it, and add the folder that has the estimates.",
    ),
    ProblemCode.FILE_NO_ANSWER: ProblemWords(
        "The drive it is on does not answer",
        "Check the network or the cable, and whether the file opens elsewhere. Then press Retry.",
    ),
    ProblemCode.PART_OF_FILE: ProblemWords(
        "This is a hidden part of a file, not a file",
        "Add the file itself. Its name ends before the last colon.",
    ),
    ProblemCode.FILE_NOT_DOWNLOADED: ProblemWords(
        "The file is in the cloud, and could not be downloaded",
        "Check that you are online and that OneDrive, or the service that keeps this file, is "
        "running and signed in. Then press Retry.",
    ),
    ProblemCode.FILE_NOT_COPIED: ProblemWords(
        "This program could not make a copy of the file",
        "It is in a temporary folder or inside another file, so a copy has to be kept until it "
        "is sent. Check that the disk is not full, then add it again.",
    ),
    ProblemCode.COPY_GONE: ProblemWords(
        "The copy that was kept of this file is gone",
        "Add {name} again.",
        next_step_without_values="Add the file again.",
    ),
    ProblemCode.CONTAINER_WITHOUT_PDFS: ProblemWords(
        "There is no PDF in it",
        "Look whether the estimate is behind a link in the email. Download it there, and add it.",
    ),
    ProblemCode.CONTAINER_UNREADABLE: ProblemWords(
        "It is damaged, or not what its name says",
        "Save it again, then add it. Or unpack it yourself, and add the PDFs.",
    ),
    ProblemCode.CONTAINER_TOO_MUCH: ProblemWords(
        "There is too much in it",
        "Unpack it yourself, and add the folder with the estimates.",
    ),
    ProblemCode.CONTAINER_TOO_SLOW: ProblemWords(
        "It takes too long to open",
        "Open it yourself, save the estimates into a folder, and add that.",
    ),
    ProblemCode.ENTRY_LOCKED: ProblemWords(
        "The archive it is in asks for a password",
        "Unpack it with the password, and add the PDF.",
    ),
    ProblemCode.ENTRY_NAME_UNSAFE: ProblemWords(
        "Its name inside the email or archive is not safe",
        "Such names are made to overwrite other files or to look like something else. If you "
        "trust the sender, ask for the PDF by itself.",
    ),
    ProblemCode.ENTRY_IS_LINK: ProblemWords(
        "It is only a shortcut to a file elsewhere",
        "Ask the sender for the PDF itself.",
    ),
    ProblemCode.ENTRY_TOO_LARGE: ProblemWords(
        "It is too large to be unpacked here",
        "If it is an estimate, unpack it yourself, and add the PDF.",
    ),
    ProblemCode.ENTRY_DAMAGED: ProblemWords(
        "It cannot be unpacked",
        "The email or archive may be damaged. Save it again, then add it.",
    ),
    ProblemCode.ENTRY_TOO_DEEP: ProblemWords(
        "An archive inside another archive that is inside another one",
        "Unpack it yourself, and add the PDFs.",
    ),
    ProblemCode.ENTRIES_LEFT_OUT: ProblemWords(
        "{number} other files were left out",
        "Only the PDFs in a folder, email or archive are added. Left out: {names}.",
        title_of_one="1 other file was left out",
    ),
    ProblemCode.NOT_A_FILE: ProblemWords(
        "This is no ordinary file, although it is named like a PDF",
        "Open it in a PDF reader, save it as a new file, and add that.",
    ),
    ProblemCode.LINK_UNREADABLE: ProblemWords(
        "This link is not complete or has a typing error",
        "Open it in your browser, copy the address from there, and add it again.",
    ),
    ProblemCode.LINK_NEEDS_SIGN_IN: ProblemWords(
        "This link needs a sign-in, or has expired",
        "CapOut cannot sign in. Download the PDF in your browser and add the file, or press Send "
        "anyway if you know that the link works for everybody.",
    ),
    ProblemCode.LINK_IS_WEB_PAGE: ProblemWords(
        "This link leads to a web page, not to a PDF",
        "Open it in your browser, download the PDF and add the file. Or press Send anyway if you "
        "know that CapOut can use the link.",
    ),
    ProblemCode.LINK_IS_NO_PDF: ProblemWords(
        "This link leads to a file that is not a PDF",
        "Open it in your browser and see what it is. To let CapOut try it, press Send anyway.",
    ),
    ProblemCode.LINK_LEADS_NOWHERE: ProblemWords(
        "There is nothing at this link",
        "It may have expired. Ask the sender for a new one, or press Send anyway to let CapOut try "
        "it.",
    ),
    ProblemCode.LINK_IS_PRIVATE: ProblemWords(
        "Only computers in your network can open this link",
        "CapOut is outside of it. Download the PDF in your browser and add the file.",
    ),
    ProblemCode.PLACE_UNREACHABLE: ProblemWords(
        "CapOut Desktop cannot open {scheme}:// addresses",
        "Copy the file into a folder on this computer, and add it from there.",
    ),
    ProblemCode.LINK_NOT_HTTPS: ProblemWords(
        "CapOut accepts only links that begin with https://",
        "Download the PDF in your browser and add the file.",
    ),
    ProblemCode.FILE_TOO_LARGE: ProblemWords(
        "Too large: {size} MB, and CapOut takes up to {limit} MB",
        "Press Choose pages, and send the pages of the estimate only.",
    ),
    ProblemCode.FILE_PATH_UNUSABLE: ProblemWords(
        "The file can't be opened under this name",
        "The name may be too long, or it is a link that leads nowhere. Rename the file or copy it "
        "to another folder, then add it again.",
    ),
    ProblemCode.FILE_UNREADABLE: ProblemWords(
        "The file could not be read",
        "If it is on a network drive or USB stick, check that it is connected. It "
        "continues automatically once the file can be read.",
    ),
    ProblemCode.NO_KEYRING: ProblemWords(
        "This computer has no safe place to keep the key",
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
        "The key could not be read: this computer's keyring refused",
        "Allow CapOut Desktop to use the keyring and ask it again, or enter the key here for "
        "this session.",
    ),
    ProblemCode.KEYRING_NOT_STORED: ProblemWords(
        "The key could not be stored: this computer's keyring refused",
        "Allow CapOut Desktop to use the keyring and enter the key again. Until then it is "
        "used for this session only.",
    ),
    ProblemCode.KEYRING_NOT_REMOVED: ProblemWords(
        "The key could not be removed: this computer's keyring refused",
        "The organization was removed from the list. Delete its key yourself, in your "
        "keyring's own program.",
    ),
    ProblemCode.KEY_LOST: ProblemWords(
        "The key of {organization} is not in this computer's keyring any more",
        "Enter that organization's key again. Its documents are waiting for it, and "
        "nothing is lost.",
    ),
    ProblemCode.KEY_OF_ANOTHER_ORGANIZATION: ProblemWords(
        "This key belongs to another organization than {organization}",
        "Add it as an organization of its own: documents are only ever followed with the key "
        "of the organization that paid for them.",
    ),
    ProblemCode.ORGANIZATION_NEEDS_KEY: ProblemWords(
        "{organization} needs a key",
        "Its key is missing, locked or no longer works. Its documents wait. Your other "
        "organizations are not affected.",
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
        "Your list could not be read and was set aside",
        "A new list was started. Check CapOut's web app before you send a file a second time.",
    ),
    ProblemCode.JOURNAL_UNUSABLE: ProblemWords(
        "Your list can't be stored on this disk",
        "Check that the disk is not full and not write-protected. The list is opened as soon as "
        "that works. Nothing is sent until then.",
    ),
    ProblemCode.JOURNAL_WAITS: ProblemWords(
        "Another program is using your list right now",
        "This is usually a backup. The list opens as soon as it is done. Nothing is sent "
        "until then.",
    ),
    ProblemCode.NOT_DONE: ProblemWords(
        "That was not done, because it could not be saved",
        "Free some space on the disk, then choose it again.",
    ),
    ProblemCode.NOT_STORED_WHOLE: ProblemWords(
        "Part of your list could not be saved as it is",
        "The rows it concerns say so; all others are saved. Choose Help → Copy diagnostics and "
        "send that to support.",
    ),
    ProblemCode.CHECKING_STOPPED: ProblemWords(
        "Files are not being checked right now",
        "It restarts automatically, and nothing is lost. If this message stays, restart "
        "the program.",
    ),
    ProblemCode.SENDING_STOPPED: ProblemWords(
        "Sending has stopped for now",
        "It restarts automatically, and nothing is lost. If this message stays, restart "
        "the program.",
    ),
    ProblemCode.LOOKING_UP_STOPPED: ProblemWords(
        "Not checking with CapOut what arrived right now",
        "It restarts automatically, and nothing is sent twice. If this message stays, "
        "restart the program.",
    ),
    ProblemCode.FOLLOWING_STOPPED: ProblemWords(
        "Progress is not being updated right now",
        "It restarts automatically, and nothing is missed. If this message stays, "
        "restart the program.",
    ),
    ProblemCode.CREDITS_STOPPED: ProblemWords(
        "Credits are not being updated right now",
        "It restarts automatically. If this message stays, restart the program.",
    ),
    ProblemCode.FOLDER_WATCH_STOPPED: ProblemWords(
        "The watched folder is not being checked right now",
        "It restarts automatically, and no file is missed. If this message stays, "
        "restart the program.",
    ),
    ProblemCode.KEY_STOPPED: ProblemWords(
        "The API key could not be looked for or tested",
        "It is tried again automatically. If this message stays, restart the program.",
    ),
    ProblemCode.REMOTE_LIST_STOPPED: ProblemWords(
        "The organization's list is not being updated right now",
        "It restarts automatically. If this message stays, restart the program.",
    ),
    ProblemCode.READING_STOPPED: ProblemWords(
        "Estimates are not being read right now",
        "It restarts automatically, and files are sent all the same. If this message stays, "
        "restart the program.",
    ),
    ProblemCode.MISSING_FILES_STOPPED: ProblemWords(
        "Missing files are not being looked for right now",
        "It restarts automatically. If this message stays, restart the program.",
    ),
    ProblemCode.HISTORY_STOPPED: ProblemWords(
        "Old documents are not deleted for now",
        "This restarts automatically. If this message stays, restart the program.",
    ),
    ProblemCode.REMINDERS_STOPPED: ProblemWords(
        "Notifications have stopped for now",
        "They restart automatically. If this message stays, restart the program.",
    ),
    ProblemCode.DISK_TROUBLE: ProblemWords(
        "Your list can't be saved right now",
        "Free some space on the disk. Until then no file is added and none is sent.",
    ),
    ProblemCode.SETTINGS_LOST: ProblemWords(
        "The settings could not be read, so sending is paused",
        "Check the organization and the XactNet address at the top of the window, then choose "
        "Resume. The list of documents is whole.",
    ),
    ProblemCode.SETTINGS_PARTLY_READ: ProblemWords(
        "Some settings could not be read and are back at their defaults",
        "Look through the settings. The old file is kept beside the new one, as "
        "settings.damaged.json.",
    ),
    ProblemCode.LOOK_NOT_SAVED: ProblemWords(
        "The window's layout can't be saved",
        "Check that the disk is not full. Your documents are not touched by this.",
    ),
    ProblemCode.WAIT_FOR_OK: ProblemWords(
        "Some documents wait for your OK",
        "Nothing is sent until you say so.",
    ),
    ProblemCode.ALREADY_LISTED: ProblemWords(
        "Already on the list",
        "Nothing was added a second time. The list shows the progress of each one.",
    ),
    ProblemCode.UNFORESEEN: ProblemWords(
        "Something went wrong",
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
        "{count} documents were removed from the list",
        "What was already sent is still recognized if you add it again.",
        title_of_one="1 document was removed from the list",
    ),
    ProblemCode.REMOVED_SOME: ProblemWords(
        "{count} documents were removed from the list",
        "Not finished, so still on the list: {staying}. Cancel what should not go, then remove it.",
        title_of_one="1 document was removed from the list",
    ),
    ProblemCode.LOCK_FILES_LEFT_OUT: ProblemWords(
        "{name} was left out",
        "It is no PDF: another program made it while the real file is open there.",
    ),
    ProblemCode.AUTOSTART_NOT_CHANGED: ProblemWords(
        "This could not be changed",
        "Check that you may write to your own settings, or change it in your desktop's settings.",
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
    ProblemCode.CHECK_LIST_SAVED: ProblemWords(
        "The check list was saved",
        "It is in {name}.",
    ),
    ProblemCode.CHECK_LIST_NOT_SAVED: ProblemWords(
        "The check list could not be saved",
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
    ProblemCode.WATCH_LINK_OUT: ProblemWords(
        "The watched folder has a shortcut to a file elsewhere, which was not added: {name}",
        "If you want to send that file, drag it onto this window.",
    ),
    ProblemCode.WATCH_FOLDER_GONE: ProblemWords(
        "The watched folder cannot be reached",
        "Connect the drive or network that {folder} is on. Watching continues automatically.",
    ),
    ProblemCode.WATCH_MEMORY_UNUSABLE: ProblemWords(
        "The folder is not being watched right now",
        "Free some space on the disk. Files that were added must be remembered, or they "
        "would be sent twice.",
    ),
    ProblemCode.WATCH_FOLDER_HAS_FILES: ProblemWords(
        "{number} PDFs are already in the watched folder",
        "Only new files are added automatically. Add these too, or close this message to "
        "leave them.",
        title_of_one="1 PDF is already in the watched folder",
    ),
    ProblemCode.NO_KEY_TYPED: ProblemWords(
        "Enter your API key",
        "It is in CapOut's web app under Settings → API keys.",
    ),
    ProblemCode.KEY_UNSENDABLE: ProblemWords(
        "This cannot be an API key",
        "It has characters that no key has. Copy it again from CapOut's web app.",
    ),
    ProblemCode.KEY_HAS_SPACES: ProblemWords(
        "This does not look like an API key",
        "A key is one long word without spaces. Press the button again to try it anyway.",
    ),
    ProblemCode.KEY_IS_ADDRESS: ProblemWords(
        "This does not look like an API key",
        "It looks like an address. The XactNet address has its own field. Press the "
        "button again to try it anyway.",
    ),
    ProblemCode.KEY_IS_LINK: ProblemWords(
        "This does not look like an API key",
        "It looks like a link. Press the button again to try it anyway.",
    ),
    ProblemCode.KEY_IS_SHORT: ProblemWords(
        "This does not look like an API key",
        "It is shorter than a key should be. Maybe not all of it was copied. Press the "
        "button again to try it anyway.",
    ),
    ProblemCode.STARTED_AS_ADMINISTRATOR: ProblemWords(
        "Files cannot be dropped on this window",
        "CapOut Desktop was started as administrator, and Windows then allows no dropping. Use Add "
        "PDFs…, or quit and start CapOut Desktop the usual way.",
    ),
    ProblemCode.PROGRAM_REPLACED: ProblemWords(
        "CapOut Desktop was updated: restart it",
        "Uploads can end first. Quit after that, and start it again. Until then some windows may "
        "not open.",
    ),
    ProblemCode.UP_TO_DATE: ProblemWords(
        "This is the newest version",
        "Nothing has to be installed.",
    ),
    ProblemCode.UPDATES_UNREADABLE: ProblemWords(
        "Could not check for a newer version",
        "Check the internet connection, then try again. Nothing else is affected.",
    ),
    ProblemCode.UPDATE_AVAILABLE: ProblemWords(
        "CapOut Desktop {version} is available",
        "What's new: {news}",
        next_step_without_values="Install it whenever you like.",
    ),
    ProblemCode.PDF_SCAN: ProblemWords(
        "A scan: its text cannot be selected",
        "Scans convert less well. Ask the carrier for the original PDF if you can.",
    ),
    ProblemCode.PDF_INCOMPLETE: ProblemWords(
        "The end of the file is missing",
        "The download may be incomplete. Compare its last page with the one in the "
        "email, and save it again if they differ.",
    ),
    ProblemCode.PICTURE_HEIC: ProblemWords(
        "An iPhone photo in the HEIC format cannot be read here",
        "Mail it to yourself from the Photos app, which makes a JPG of it, and add that.",
    ),
    ProblemCode.PICTURE_DAMAGED: ProblemWords(
        "The picture is damaged or cut off", "Save or take it again, then add it."
    ),
    ProblemCode.PICTURE_UNSUPPORTED: ProblemWords(
        "The picture is stored in a way that cannot be read here",
        "Open it, print it to a PDF, and add that.",
    ),
    ProblemCode.PICTURE_TOO_LARGE: ProblemWords(
        "The picture is too large to be read here",
        "Open it, print it to a PDF, and add that.",
    ),
    ProblemCode.TOO_MANY_PICTURES: ProblemWords(
        "Too many pictures for one PDF", "Add them in several steps."
    ),
    ProblemCode.PDF_LARGE: ProblemWords(
        "{size} MB: CapOut may find it too large",
        "CapOut surely takes up to 37 MB. Choose pages, so that only the estimate is sent.",
    ),
    ProblemCode.PDF_MANY_PAGES: ProblemWords(
        "More pages than an estimate usually has",
        "Check that this is the estimate alone, without policies or photo reports.",
    ),
    ProblemCode.PDF_MISSING_PAGES: ProblemWords(
        "Some of its pages cannot be read",
        "Open it in your PDF reader and look at its pages. If some are missing or blank, save it "
        "once more from the email.",
    ),
    ProblemCode.PDF_FORM: ProblemWords(
        "A form that only Adobe Acrobat can show",
        "CapOut may see a page that says “Please wait” and nothing else. Open it in Adobe Acrobat, "
        "print it to a new PDF, and add that.",
    ),
    ProblemCode.PDF_ATTACHED_PDFS: ProblemWords(
        "Other PDFs are inside this one",
        "They are not sent as pages. If the estimate is one of them, save it from the attachments "
        "and add that.",
    ),
    ProblemCode.PDF_UNREAD: ProblemWords(
        "It could not be read here, and is sent as you wished",
        "Nothing to do. If CapOut cannot read it either, ask the carrier for a new copy.",
    ),
    ProblemCode.ESTIMATE_NOT_FOUND: ProblemWords(
        "No estimate was found in it",
        "It may be a letter or another paper. Check that it is the right file before it costs "
        "credits.",
    ),
    ProblemCode.ESTIMATE_GARBLED: ProblemWords(
        "Its text cannot be read",
        "Its fonts give wrong characters, so it may convert badly. Ask the carrier for a new copy.",
    ),
    ProblemCode.ESTIMATE_NO_PRICES: ProblemWords(
        "A Scope report: quantities without prices",
        "Ask the carrier for the estimate with prices, which Xactimate calls Final Draft.",
    ),
    ProblemCode.ESTIMATE_SEVERAL_CLAIMS: ProblemWords(
        "It has more than one claim number",
        "Two estimates may be in one file. If so, split it and send each one alone.",
    ),
    ProblemCode.ESTIMATE_PAGES_MISSING: ProblemWords(
        "Pages are missing: {pages}",
        "Its pages are numbered, and these numbers are not there. Ask the carrier for the whole "
        "estimate.",
        next_step_without_values="Ask the carrier for the whole estimate.",
    ),
    ProblemCode.ESTIMATE_SYMBILITY: ProblemWords(
        "A Symbility estimate",
        "It was not made with Xactimate and may convert less well. Compare the result with it.",
    ),
    ProblemCode.ESTIMATE_OTHER_PROGRAM: ProblemWords(
        "It was not made with Xactimate",
        "It may convert less well. Compare the result with it.",
    ),
    ProblemCode.ESTIMATE_FEW_PRICES: ProblemWords(
        "An abbreviated estimate: it shows few prices",
        "Ask the carrier for the full estimate, which Xactimate calls Final Draft.",
    ),
    ProblemCode.ESTIMATE_RECOGNIZED: ProblemWords(
        "A scan with recognized text",
        "Recognized text has mistakes. Ask the carrier for the original PDF if you can, and "
        "compare claim number and amounts.",
    ),
    ProblemCode.CLAIM_SENT_BEFORE: ProblemWords(
        "The same claim was sent on {day}",
        "Is it a supplement, a new version, or a mistake? The details compare the two files.",
    ),
    ProblemCode.NO_KEY_TO_TRY: ProblemWords(
        "There is no API key to try this with",
        "Enter your key first (Account → Change key), then check again.",
    ),
    ProblemCode.CREDITS_HIDDEN: ProblemWords(
        "The key works, but it may not read the credits",
        "Nothing to do: uploads work without it. CapOut's web app shows your credits.",
    ),
    ProblemCode.UPLOAD_ANSWER_UNCLEAR: ProblemWords(
        "Could not tell for sure whether the key may upload",
        "Try one document: if it is refused, its row says why.",
    ),
    ProblemCode.WEBSOCKET_BLOCKED: ProblemWords(
        "This network blocks WebSocket connections",
        "Nothing to do: updates arrive another way. To get them instantly, ask IT to "
        "allow WebSocket connections to api.capout.ai.",
    ),
    ProblemCode.SSE_BLOCKED: ProblemWords(
        "This network blocks event streams",
        "Nothing to do: the program checks with CapOut every few seconds instead.",
    ),
    ProblemCode.PROXY_NOT_STATED: ProblemWords(
        "Enter the proxy's address",
        "It looks like http://proxy.example.com:8080. Ask whoever manages your network.",
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
        "The proxy's password is stored unprotected in the settings file",
        "Anyone who can read your files can read it. Leave it out if the proxy works without it.",
    ),
}
"""Texts of every `HoldReason` and every `ProblemCode`."""

_UNKNOWN_CODE = ProblemWords(
    "Unknown problem",
    "Look at the document in CapOut's web app, and install the newest version of CapOut Desktop.",
)


def title(problem: Problem) -> str:
    """Return what happened, in a few words."""
    words = WORDS.get(problem.code, _UNKNOWN_CODE)
    is_one = any(value == 1 for _, value in problem.values)
    text = words.title_of_one if words.title_of_one and is_one else words.title
    return _said(text, problem.values)


def english_title(problem: Problem) -> str:
    """Return the title without a translation and without Qt, for output on the command line."""
    known = {name: visible_text(str(value)) for name, value in problem.values}
    title = WORDS.get(problem.code, _UNKNOWN_CODE).title
    return _PLACE.sub(lambda place: known.get(place[1], place[0]), title)


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
    from PySide6.QtCore import QCoreApplication  # noqa: PLC0415 - see above

    return QCoreApplication.translate("action", text)


def _said(words: str, values: _Values) -> str:
    from PySide6.QtCore import QCoreApplication  # noqa: PLC0415 - see above

    known = dict(values)
    # A placeholder without a value is kept: another version may have stored fewer values.
    return _PLACE.sub(
        lambda place: _written(place[1], known[place[1]]) if place[1] in known else place[0],
        QCoreApplication.translate("problem", words),
    )


def _written(name: str, value: Value) -> str:
    from capout_desktop.ui.text.formatting import (  # noqa: PLC0415 - see above
        date_text,
        decimal_text,
        number_text,
    )

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
            return visible_text(value)
