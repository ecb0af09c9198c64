"""`--inspect`: prints whether each PDF can be sent, what it is, and what stands in its estimate.

The rules are those of the window, and PDFium runs in its confined process, too. There is no window,
no network and no key, Qt is not imported, and nothing is kept. The user guide documents the output.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from capout_desktop.domain import file_problem
from capout_desktop.domain.estimate import Coverage, Estimate, EstimateKind, Field
from capout_desktop.domain.estimate_warning import warning_problem, warnings_of
from capout_desktop.domain.pdf_notice import notice_problem
from capout_desktop.domain.problem import Problem
from capout_desktop.domain.visible_text import visible_text
from capout_desktop.services.intake.file_facts import BadFile, read_facts
from capout_desktop.services.intake.pdf_inspector import PdfFacts, PdfInspector
from capout_desktop.ui.text.problem_text import english_title

OK = "ok"
"""Verdict on a file that can be sent; the others are problem codes."""

_AMOUNT = re.compile(r"-?\d{1,12}\.\d\d", re.ASCII)
_NOT_JUDGED = file_problem.TRANSIENT | {
    file_problem.NOT_A_FILE.code,
    file_problem.path_unusable("").code,
}
"""Codes of trouble with the disk or the name, which say nothing of a PDF."""


class _Shown(NamedTuple):
    """Field of an estimate by its name in the JSON and its label in the table."""

    name: str
    label: str


_TEXTS = (
    _Shown("carrier", "Carrier"),
    _Shown("insured_name", "Insured"),
    _Shown("property_address", "Property"),
    _Shown("claim_number", "Claim number"),
    _Shown("policy_number", "Policy number"),
    _Shown("date_of_loss", "Date of loss"),
    _Shown("type_of_loss", "Type of loss"),
    _Shown("price_list", "Price list"),
    _Shown("estimate_name", "Estimate name"),
)
_AMOUNTS = (
    _Shown("rcv", "RCV"),
    _Shown("depreciation", "Depreciation"),
    _Shown("acv", "ACV"),
    _Shown("deductible", "Deductible"),
    _Shown("net_claim", "Net claim"),
)
_KINDS = {
    EstimateKind.XACTIMATE_FINAL_DRAFT: "Xactimate, Final Draft",
    EstimateKind.XACTIMATE_SCOPE: "Xactimate, Scope (without prices)",
    EstimateKind.XACTIMATE_ABBREVIATED: "Xactimate, Abbreviated",
    EstimateKind.XACTIMATE_ROUGH_DRAFT: "Xactimate, Rough Draft",
    EstimateKind.STATE_FARM_STYLE: "estimate in the style of State Farm",
    EstimateKind.SYMBILITY: "Symbility estimate",
    EstimateKind.OTHER_ESTIMATE: "other estimate",
    EstimateKind.NO_ESTIMATE: "no estimate found",
    EstimateKind.UNREADABLE: "its text cannot be read",
}


@dataclass(frozen=True, slots=True)
class Inspected:
    """What was found out about one file.

    Attributes:
        file: As it was named.
        problem: Why it cannot be sent; None if it can.
        pdf: What PDFium says; None if the file could not be read, or is no PDF.
        estimate: What stands in it; None if it does not open.
    """

    file: str
    problem: Problem | None
    pdf: PdfFacts | None = None
    estimate: Estimate | None = None

    @property
    def is_judged(self) -> bool:
        """Whether the file was there and could be read; a refused PDF was judged."""
        return self.problem is None or self.problem.code not in _NOT_JUDGED

    @property
    def notices(self) -> dict[str, Problem]:
        """What should be known before it is sent, by its name in the JSON."""
        found = {one.value: notice_problem(one) for one in (self.pdf.notices if self.pdf else ())}
        if self.estimate is not None:
            for warning in warnings_of(self.estimate):
                found.setdefault(warning.value, warning_problem(warning, self.estimate))
        return found

    @property
    def conflicts(self) -> list[_Shown]:
        """Fields of which the estimate has several values."""
        shown = (*_TEXTS, *_AMOUNTS) if self.estimate else ()
        return [one for one in shown if _field(self.estimate, one).is_conflicting]


def run(files: Sequence[str], *, as_json: bool) -> int:
    """Print what each file is; return 0 if every one could be judged, else 1."""
    judged = []

    def results() -> Iterator[Inspected]:
        for one in _inspect_all(files):
            judged.append(one.is_judged)
            yield one

    try:
        for line in _json_array(results()) if as_json else _tables(results()):
            _print(line)
    except KeyboardInterrupt:
        return 130  # as shells count it
    except BrokenPipeError:  # whoever reads it has seen enough
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115
        return 1
    return 0 if all(judged) else 1


def _inspect_all(files: Sequence[str]) -> Iterator[Inspected]:
    with contextlib.closing(PdfInspector()) as inspector:
        for file in files:
            yield inspect(file, inspector)


def inspect(file: str, inspector: PdfInspector) -> Inspected:
    """Return what can be found out about one file."""
    try:
        read_facts(file)
    except BadFile as error:
        return Inspected(file, error.problem)
    pdf = inspector.inspect(file)
    if pdf.problem is not None:
        return Inspected(file, pdf.problem, pdf)
    return Inspected(file, None, pdf, inspector.estimate(file))


# As JSON.


def as_object(one: Inspected) -> dict[str, object]:
    """Return the object of the JSON output; amounts are `Decimal`."""
    estimate = one.estimate
    kind = estimate.kind if estimate else EstimateKind.UNREADABLE
    return {
        "file": one.file,
        "verdict": one.problem.code if one.problem else OK,
        "pages": one.pdf.page_count if one.pdf else None,
        "notices": [
            *one.notices,
            *(f"conflicting-{field.name}" for field in one.conflicts),
        ],
        "kind": kind.value,
        "text": estimate.text.value if estimate else None,
        **{field.name: _field(estimate, field).value or None for field in _TEXTS},
        **{field.name: _amount(_field(estimate, field)) for field in _AMOUNTS},
        "line_items": estimate.line_items if estimate else None,
        "estimate_pages": list(estimate.estimate_pages) if estimate else [],
        "coverages": [
            {
                "name": coverage.name,
                **{field.name: _amount(_field(coverage, field)) for field in _AMOUNTS},
            }
            for coverage in (estimate.coverages if estimate else ())
        ],
    }


def _amount(field: Field) -> Decimal | None:
    """Return the amount; None if there is none, or what a taken-over worker calls one."""
    return Decimal(field.value) if _AMOUNT.fullmatch(field.value) else None


def _json_array(results: Iterable[Inspected]) -> Iterator[str]:
    """Yield the lines of a JSON array, one for each file, while the next one is inspected."""
    yield "["
    waiting = ""
    for one in results:
        if waiting:
            yield f"{waiting},"
        waiting = _json(as_object(one))
    if waiting:
        yield waiting
    yield "]"


def _json(value: object) -> str:
    """Return JSON in ASCII; amounts are numbers with two decimals, which `json` cannot write."""
    match value:
        case Decimal():
            return f"{value:.2f}"
        case dict():
            pairs = (f"{json.dumps(name)}: {_json(one)}" for name, one in value.items())
            return "{" + ", ".join(pairs) + "}"
        case list():
            return "[" + ", ".join(map(_json, value)) + "]"
        case _:
            return json.dumps(value)


# As a table.


def _tables(results: Iterable[Inspected]) -> Iterator[str]:
    for one in results:
        yield visible_text(one.file)
        for label, value in _rows(one):
            yield f"  {label:15}{visible_text(value)}"
        yield ""


def _rows(one: Inspected) -> Iterator[tuple[str, str]]:
    refusal = f"cannot be sent: {english_title(one.problem)}" if one.problem else ""
    yield "Verdict", refusal or "can be sent"
    if one.pdf is None:
        return
    if one.pdf.page_count is not None:
        yield "Pages", str(one.pdf.page_count)
    for notice in one.notices.values():
        yield "Notice", english_title(notice)
    estimate = one.estimate
    if estimate is None:
        return
    yield "Kind", _KINDS[estimate.kind]
    yield "Text", estimate.text.value
    for shown in _TEXTS:
        field = _field(estimate, shown)
        yield shown.label, _stated(field, field.value)
    if len(estimate.coverages) <= 1:
        for shown in _AMOUNTS:
            field = _field(estimate, shown)
            yield shown.label, _stated(field, _dollars(field))
    if estimate.line_items is not None:
        yield "Line items", f"about {estimate.line_items}"
    if estimate.estimate_pages:
        yield "Estimate pages", ", ".join(map(str, estimate.estimate_pages))
    if len(estimate.coverages) > 1:
        for coverage in estimate.coverages:
            yield "Coverage", _coverage_text(coverage)


def _stated(field: Field, text: str) -> str:
    if field.is_conflicting:
        return "several values, see the estimate"
    if not text:
        return "not stated"
    check = "; from a scan, check it" if field.is_from_scan else ""
    return f"{text}  (page {field.page}{check})"


def _coverage_text(coverage: Coverage) -> str:
    amounts = [(shown.label, _dollars(_field(coverage, shown))) for shown in _AMOUNTS]
    told = [f"{label} {amount}" for label, amount in amounts if amount]
    return ", ".join([coverage.name or "without a name", *told])


def _dollars(field: Field) -> str:
    amount = _amount(field)
    if amount is None:
        return ""
    return f"{'-' if amount < 0 else ''}${abs(amount):,.2f}"


def _field(holder: Estimate | Coverage | None, shown: _Shown) -> Field:
    return getattr(holder, shown.name, None) or Field()


def _print(line: str) -> None:
    """Print a line; a character that the console lacks is written as its number."""
    if sys.stdout is None:  # a program without a console on Windows has none
        return
    encoding = sys.stdout.encoding or "utf-8"
    print(line.encode(encoding, "backslashreplace").decode(encoding), flush=True)  # noqa: T201
