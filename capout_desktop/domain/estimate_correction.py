"""Values of an estimate that the person corrected by hand."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec
from msgspec.structs import replace

from capout_desktop.domain.estimate import NOT_STATED, Estimate, Field
from capout_desktop.domain.estimates.dates import iso_date

CORRECTABLE = (
    "insured_name",
    "claim_number",
    "carrier",
    "policy_number",
    "property_address",
    "date_of_loss",
    "type_of_loss",
    "price_list",
    "estimate_name",
)
"""Names of the fields of `Estimate` that may be corrected. Amounts may not: they add up."""
LONGEST = 200


class Correction(msgspec.Struct, frozen=True, omit_defaults=True, gc=False):
    """What the person says instead of what was read.

    Attributes:
        name: Name of the field of `Estimate`.
        value: What the person says; empty if the estimate does not state it.
        read: What was read, to take the correction back.
    """

    name: str
    value: str
    read: Field = NOT_STATED


def accepted(name: str, text: str) -> str | None:
    """Return what is kept of a text that the person wrote; None if the field cannot have it."""
    text = " ".join(text.split())
    if len(text) > LONGEST or not (text.isprintable() or not text):
        return None
    if name == "date_of_loss" and text:
        return iso_date(text) or None
    return text


def corrected(estimate: Estimate, corrections: Iterable[Correction]) -> Estimate:
    """Return the estimate with what the person says instead of what was read."""
    changes = {one.name: Field(one.value, is_by_hand=True) for one in corrections}
    return replace(estimate, **changes) if changes else estimate


def read_anew(estimate: Estimate, corrections: Iterable[Correction]) -> tuple[Correction, ...]:
    """Return the corrections after the file was read another time."""
    return tuple(replace(one, read=getattr(estimate, one.name)) for one in corrections)


def with_correction(
    corrections: tuple[Correction, ...], estimate: Estimate, name: str, value: str | None
) -> tuple[Correction, ...]:
    """Return the corrections with another one of this field; None as value takes it back.

    Args:
        corrections: Those that were made before.
        estimate: The estimate with them.
        name: Name of the field.
        value: What the person says.
    """
    read = as_read(estimate, corrections, name)
    others = tuple(one for one in corrections if one.name != name)
    if value is None or (value == read.value and not read.is_conflicting):
        return others
    return (*others, Correction(name, value, read))


def as_read(estimate: Estimate, corrections: Iterable[Correction], name: str) -> Field:
    """Return what was read of a field, whether or not it was corrected."""
    for one in corrections:
        if one.name == name:
            return one.read
    field: Field = getattr(estimate, name)
    return field


def uncorrected(estimate: Estimate, corrections: Iterable[Correction]) -> Estimate:
    """Return the estimate as it was read."""
    return replace(estimate, **{one.name: one.read for one in corrections})
