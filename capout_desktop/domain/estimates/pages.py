"""Kinds of the pages of a PDF, which decide where values may be read."""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass

from capout_desktop.domain.estimate import PageKind, TextQuality
from capout_desktop.domain.estimates.header_values import labels_on, values_on
from capout_desktop.domain.estimates.items import Head, Items, items_on
from capout_desktop.domain.estimates.labeled_page import Value
from capout_desktop.domain.estimates.labels import LONGEST_LINE, Label
from capout_desktop.domain.estimates.money import labeled_amount
from capout_desktop.domain.positioned_text import PageText, VisualLine

FEW_LETTERS = 60
"""A page number, a stamp or the line of a fax machine on a scanned page has no more letters."""
COVERING = 0.7
"""Least share of a page that its pictures cover if the page is a scan."""
MOST_ODD = 0.12
"""Largest share of signs that no estimate has, if its text can be used."""

# Control characters, and signs that are neither letters nor printed in estimates.
_ODD = r"[^\n\x20-\x7e\w–—‘’“”•·®™©°½¼¾]"  # noqa: RUF001
_GUIDE = (
    r"\b(?:reading|understanding|how to read|explaining) (?:your|an|the|this) (?:\w+ )?"
    r"(?:estimate|adjuster|adjuster's|claim|property|building|summary)|"
    r"\bsample\b[\s:-]*(?:estimate|only|page|claim|summary|document|copy|form|data)|"
    r"\b(?:this|it|below|following) is (?:only )?an? (?:sample|example)\b|"
    r"\bbased on a sample\b|\breference only\b|"
    r"\b(?:for|as an?) (?:your )?(?:reference|illustrat\w+|educational|example) "
    r"(?:only|purposes?)\b|\b(?:example|specimen|fictitious) (?:estimate|only|claim)|"
    r"\billustrative (?:purposes|example|estimate)|\bnot an actual (?:claim|estimate)|"
    r"\bestimate (?:guide|explained|terminology)\b|"
    r"\b(?:anytown|anywhere|any (?:town|city|street))\b,? [A-Z]{2}\b"
)
_GUIDE_TITLE = r"[^\d\n]*\bguide\b[^\d\n]*"
_GUIDE_SUBJECT = r"estimate|claim|summary|adjuster|settlement|policyholder|homeowner|insured"
_IN_GUIDES = (
    "guide",
    "sample",
    "anytown",
    "any town",
    "anywhere",
    "any city",
    "any street",
    "example",
    "reference",
    "illustrat",
    "specimen",
    "fictitious",
    "reading",
    "read ",
    "understanding",
    "explain",
    "not an actual",
    "terminology",
)
"""One of these is in everything that says that it is a guide."""
_STAMP = r"sample|example|specimen"
_LETTER = (
    r"dear .{2,60}|re *:.*|to whom it may concern.*|sincerely,?.*|regards,?|"
    r"(?:best|kind|warm) regards,?|respectfully,?|yours truly,?|very truly yours,?|enclosures?:?.*|"
    r"cc *:.*"
)
_FOOT = r"\bpage\s*:?\s*(?P<page>\d{1,4})(?:\s*(?:of|/)\s*(?P<of>\d{1,4}))?\s*$"
_FOOT_NAME = r"(?P<name>[A-Z0-9][A-Z0-9_\-]{2,40})\s(?:.*\s)?\d{1,2}/\d{1,2}/\d{2,4}\b"
_RECAP = (
    r"recap (?:by|of) .*|line item totals?\b.*|grand total areas.*|continued - .*|"
    r"summary for .*|labor minimums applied.*|grand total.*|estimate total.*|claim totals?\b.*"
)
_SUMMARY_BEGINS = r"summary for .*|line item total\b.*|replacement cost value\b.*"
_FIRST_LINES, _LAST_LINES = 4, 10
"""Lines of a page among which a summary goes on, or has begun."""
_PHOTOS = r"photo(?:s|graphs?)? *(?:sheet|page|report|documentation)?|.*\bphoto sheet\b.*"
_CAPTION = (
    r"(?:date )?taken (?:by|on)\b.*|photo(?:graph)? *(?:#|no\.?|number)? *:? *\d+.*|"
    r"image *#?\d+.*"
)
_SKETCH = r"sketch ?\d*|floor ?plan|main level|level \d+|source - sketch.*|roof ?plan"

# Only an estimate has these in its header; a letter has the others as well.
_OF_ESTIMATES = frozenset(
    {
        Label.PRICE_LIST,
        Label.ESTIMATE,
        Label.ESTIMATOR,
        Label.REPRESENTATIVE,
        Label.OTHER_DATE,
        Label.TYPE_OF_LOSS,
        Label.PRICING_DATABASE,
        Label.TYPE_OF_CLAIM,
        Label.COMPANY,
    }
)
_IN_HEADERS = _OF_ESTIMATES | {
    Label.INSURED,
    Label.LOSS_ADDRESS,
    Label.CLAIM_NUMBER,
    Label.POLICY_NUMBER,
    Label.DATE_OF_LOSS,
}


@functools.cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE if pattern != _FOOT_NAME else 0)


@dataclass(frozen=True, slots=True)
class Page:
    """A page and what can be told from it alone.

    Attributes:
        text: Its text and places.
        quality: Quality of its text.
        texts: Texts of its lines.
        items: Its line items.
        labels: Labels on it.
        values: Values behind labels.
        number: Page number printed on it; 0 if there is none.
        last_number: Number of the last page as printed on this one; 0 if it is not.
        foot_name: Estimate's name in the foot; empty if there is none.
        is_guide: Whether it says that it explains an estimate.
        is_letter: Whether it has salutation, reference line or closing of a letter.
        has_recap: Whether it has a heading that only estimates have.
        kind_alone: Kind if neither items, header nor recap make it part of an estimate.
    """

    text: PageText
    quality: TextQuality
    texts: tuple[str, ...]
    items: Items
    labels: frozenset[Label]
    values: tuple[Value, ...]
    number: int
    last_number: int
    foot_name: str
    is_guide: bool
    is_letter: bool
    has_recap: bool
    kind_alone: PageKind

    @property
    def is_header(self) -> bool:
        """Whether it has the header of an estimate."""
        certain = len(self.labels & _OF_ESTIMATES)
        enough = certain >= 2 and len(self.labels & _IN_HEADERS) >= 4
        if self.is_letter:
            return enough and certain >= 4 and Label.PRICE_LIST in self.labels
        return enough


def examine(text: PageText) -> Page:
    """Return what can be told from a page alone."""
    lines = text.lines
    texts = tuple([line.text[:LONGEST_LINE] for line in lines])
    whole = "\n".join(texts)
    labels = labels_on(lines)
    quality = _quality(text, whole)
    number, last_number, foot_name = _foot(texts)
    is_usable = quality in {TextQuality.TEXT, TextQuality.OCR}
    return Page(
        text=text,
        quality=quality,
        texts=texts,
        items=items_on(texts),
        labels=frozenset(label for row in labels for label in row if label is not None),
        values=tuple(values_on(lines, labels)),
        number=number,
        last_number=last_number,
        foot_name=foot_name,
        is_guide=is_usable and _is_guide(lines, whole),
        is_letter=is_usable and _matches(whole, _LETTER) > 0,
        has_recap=is_usable and _matches(whole, _RECAP) > 0,
        kind_alone=_kind_alone(text, whole, quality),
    )


def _quality(text: PageText, whole: str) -> TextQuality:
    letters = sum(map(str.isalnum, whole))
    odd = len(_compiled(_ODD).findall(whole))
    if letters + odd <= FEW_LETTERS:
        if text.picture_share >= COVERING:
            return TextQuality.SCAN
        return TextQuality.TEXT if letters + odd else TextQuality.NONE
    if odd > MOST_ODD * (letters + odd):
        return TextQuality.GARBLED
    if text.is_invisible or text.picture_share >= COVERING:
        return TextQuality.OCR
    return TextQuality.TEXT


def _is_guide(lines: Sequence[VisualLine], whole: str) -> bool:
    if any(_compiled(_STAMP).fullmatch(cell.text) for line in lines for cell in line.cells):
        return True
    joined = " ".join(whole.split())  # what is said may go over two lines
    lower = joined.lower()
    if not any(word in lower for word in _IN_GUIDES):
        return False
    titles = _compiled(rf"(?m)^{_GUIDE_TITLE}$").findall(whole) if "guide" in lower else ()
    if any(_compiled(_GUIDE_SUBJECT).search(title) for title in titles):
        return True
    return _compiled(_GUIDE).search(joined) is not None


def _matches(whole: str, pattern: str) -> int:
    """Return the number of lines that the pattern matches from their beginning to their end."""
    return len(_compiled(rf"(?m)^(?:{pattern})$").findall(whole))


def _foot(texts: Sequence[str]) -> tuple[int, int, str]:
    """Return page number, number of the last page and estimate's name from head and foot."""
    for text in (*reversed(texts[-4:]), *texts[:4]):
        found = _compiled(_FOOT).search(text)
        if found is None:
            continue
        name = _compiled(_FOOT_NAME).match(text)
        return int(found["page"]), int(found["of"] or 0), name["name"] if name else ""
    return 0, 0, ""


def _kind_alone(text: PageText, whole: str, quality: TextQuality) -> PageKind:
    if quality is TextQuality.SCAN:
        return PageKind.SCAN
    if quality is TextQuality.NONE:
        return PageKind.BLANK if text.picture_share < 0.05 else PageKind.PHOTOS
    if _matches(whole, _LETTER) >= 2:
        return PageKind.LETTER
    if _matches(whole, _PHOTOS) or _matches(whole, _CAPTION) >= 2:
        return PageKind.PHOTOS
    if _matches(whole, _SKETCH) and len(text.lines) < 80:
        return PageKind.SKETCH
    return PageKind.LETTER if _matches(whole, _LETTER) else PageKind.OTHER


def kinds_of(pages: Sequence[Page]) -> dict[int, PageKind]:
    """Return the kind of each page by its number.

    Pages are those of an estimate only if there is a table of line items: its column heads, and
    lines with quantity and unit. Summaries alone are in letters, too.
    """
    heads = frozenset[Head]().union(*(page.items.heads for page in pages if not page.is_guide))
    if any(page.is_header and Label.PRICE_LIST in page.labels for page in pages):
        heads |= {Head.DESCRIPTION}  # those of its table may have names that are not known here
    kinds: dict[int, PageKind] = {}
    are_numbered = any(page.number for page in pages)
    in_guide = False
    for page in pages:
        # A guide may go on, with an invented estimate that says nothing of being one.
        is_next = page.number > 0 or page.is_letter or (page.is_header and not are_numbered)
        in_guide = page.is_guide or (in_guide and not is_next)
        kinds[page.text.page] = PageKind.GUIDE if in_guide else _kind(page, heads)
    if PageKind.ESTIMATE not in kinds.values() or not any(
        page.items.count for page in pages if kinds[page.text.page] is PageKind.ESTIMATE
    ):
        return {
            page.text.page: PageKind.GUIDE
            if kinds[page.text.page] is PageKind.GUIDE
            else page.kind_alone
            for page in pages
        }
    names = {page.foot_name for page in pages if kinds[page.text.page] is PageKind.ESTIMATE} - {""}
    for page in pages:
        if kinds[page.text.page] is PageKind.OTHER and page.foot_name in names:
            kinds[page.text.page] = PageKind.ESTIMATE
    for before, page in itertools.pairwise(pages):
        if (
            kinds[page.text.page] is PageKind.OTHER
            and kinds[before.text.page] is PageKind.ESTIMATE
            and any(_compiled(_SUMMARY_BEGINS).match(text) for text in before.texts[-_LAST_LINES:])
            and any(map(labeled_amount, page.texts[:_FIRST_LINES]))
        ):
            kinds[page.text.page] = PageKind.ESTIMATE  # the rest of the summary
    for before, page, after in zip(pages, pages[1:], pages[2:], strict=False):
        around = {kinds[before.text.page], kinds[after.text.page]}
        numbers = (before.number, page.number, after.number)
        if (
            kinds[page.text.page] is PageKind.OTHER
            and around == {PageKind.ESTIMATE}
            and numbers == (page.number - 1, page.number, page.number + 1)
        ):
            kinds[page.text.page] = PageKind.ESTIMATE
    return kinds


def _kind(page: Page, heads: frozenset[Head]) -> PageKind:
    has_items = page.items.count > 0 and bool(page.items.heads or (heads and page.items.count > 1))
    if page.quality not in {TextQuality.TEXT, TextQuality.OCR}:
        return page.kind_alone
    if has_items or page.is_header or (page.has_recap and not page.is_letter):
        return PageKind.ESTIMATE
    return page.kind_alone
