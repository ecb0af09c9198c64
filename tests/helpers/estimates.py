"""Estimates as the reader returns them, for tests and screenshots of the window."""

from __future__ import annotations

from typing import Any

from capout_desktop.domain.estimate import (
    Coverage,
    Estimate,
    EstimateKind,
    Field,
    PageKind,
    TextQuality,
)


def value(text: str, page: int = 1, *, from_scan: bool = False) -> Field:
    """Return a stated field."""
    return Field(text, page, is_from_scan=from_scan)


CONFLICTING = Field(page=2, is_conflicting=True)


def alvarez(**values: Any) -> Estimate:
    """Return a Final Draft of a hail loss in which everything is stated."""
    usual: dict[str, Any] = {
        "kind": EstimateKind.XACTIMATE_FINAL_DRAFT,
        "text": TextQuality.TEXT,
        "carrier": value("Harrow Mutual"),
        "insured_name": value("Alvarez"),
        "property_address": value("118 Juniper Ct, Tyler, TX 75701"),
        "claim_number": value("0417-55320"),
        "policy_number": value("HM-88123-01"),
        "date_of_loss": value("2026-03-14"),
        "type_of_loss": value("Hail"),
        "price_list": value("TXDF8X_MAR26"),
        "estimate_name": value("ALVAREZ-ROOF"),
        "rcv": value("18593.81", 4),
        "depreciation": value("4210.07", 4),
        "acv": value("14383.74", 4),
        "deductible": value("2500.00", 4),
        "net_claim": value("11883.74", 4),
        "line_items": 12,
        "coverages": (
            Coverage(
                "Dwelling",
                4,
                value("18593.81", 4),
                value("4210.07", 4),
                value("14383.74", 4),
                value("2500.00", 4),
                value("11883.74", 4),
            ),
        ),
        "page_kinds": (PageKind.ESTIMATE,) * 4,
    }
    return Estimate(**{**usual, **values})
