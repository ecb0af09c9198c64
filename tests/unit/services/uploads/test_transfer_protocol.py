"""An error of an upload is the same in the program as in the process that sends."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from capout_desktop.capout.errors import (
    CapOutError,
    Delivery,
    FileTrouble,
    StreamedFile,
    UnreadableBalance,
)
from capout_desktop.domain.problem import Problem
from capout_desktop.services.uploads.transfer_protocol import error_of, failed

NO_ANSWER_TO_AN_UPLOAD = {FileTrouble, UnreadableBalance}


def kinds(kind: type[CapOutError] = CapOutError) -> Iterator[type[CapOutError]]:
    yield kind
    for further in kind.__subclasses__():
        yield from kinds(further)


@pytest.mark.parametrize("delivery", Delivery)
@pytest.mark.parametrize("kind", [kind for kind in kinds() if kind not in NO_ANSWER_TO_AN_UPLOAD])
def test_an_error_is_the_same_at_the_other_end(kind: type[CapOutError], delivery: Delivery) -> None:
    error = kind("Says Why", status_code=418, retry_after=7.5, delivery=delivery)
    error.body_complete, error.streamed = True, StreamedFile("AB12", 77)
    there = error_of(failed(3, error))
    assert type(there) is kind
    assert vars(there) == vars(error)
    assert there.problem == error.problem


@pytest.mark.parametrize("delivery", Delivery)
def test_trouble_with_the_file_is_the_same_at_the_other_end(delivery: Delivery) -> None:
    error = FileTrouble(Problem("file-changed", "Its Size"))
    error.delivery = delivery
    there = error_of(failed(3, error))
    assert isinstance(there, FileTrouble)
    assert vars(there) == vars(error)


def test_an_error_of_a_kind_that_only_the_other_end_knows_keeps_what_it_says() -> None:
    class ForeignError(CapOutError):
        pass

    message = failed(3, ForeignError("why", status_code=500, delivery=Delivery.UNKNOWN))
    ForeignError.__name__ = "Forgotten"
    there = error_of(message)
    assert (type(there), there.detail, there.status_code) == (CapOutError, "why", 500)
    assert there.delivery is Delivery.UNKNOWN
