"""What is read in a corpus of made estimates, by the real process: nothing wrong is ever shown."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from helpers.estimate_corpus import RECIPES, corpus
from helpers.estimate_corpus.expectations import FIELDS, Reading, perhaps, stated
from helpers.estimate_corpus.made import Made, nothing
from helpers.estimate_corpus.score import Score, score

ROOT = Path(__file__).resolve().parents[3]


WARNED = {
    "abbreviated": ["few-prices"],
    "another program's estimate": ["other-program"],
    "another program's estimate without numbers": ["other-program"],
    "another claim number on every page": ["several-claims", "conflicting-claim_number"],
    "garbled fonts": ["garbled-text"],
    "missing pages": ["missing-page-numbers"],
    "payment letter alone": ["no-estimate"],
    "contractor's bid": ["no-estimate"],
    "scan": ["scan"],
    "scan behind a cover letter": ["scan"],
    "scope": ["no-prices"],
    "symbility": ["symbility"],
    "text from recognition": ["recognized-text"],
    "xactimate and state farm": ["several-claims", "conflicting-claim_number"],
}
"""Notices by the name of the recipe."""

MAY_BE_WARNED = {
    *("another date of loss", "another price list in a note", "claim number in a note"),
    *("longer claim number on every page", "shortened claim number on every page"),
    *("claim number with and without dashes", "misread sum in recognized text", "two claims"),
    *("photos without captions", "supplement behind it", "claim number like 7"),
}
USUAL = {"xactimate_final_draft", "xactimate_rough_draft", "state_farm_style"}

Readings = list[tuple[Made, dict[str, object]]]


@pytest.fixture(scope="module")
def readings(tmp_path_factory: pytest.TempPathFactory) -> Readings:
    """What the process says of one PDF of each recipe."""
    folder = tmp_path_factory.mktemp("corpus")
    files = corpus(len(RECIPES))
    paths = [folder / f"{number}.pdf" for number in range(len(files))]
    for path, file in zip(paths, files, strict=True):
        path.write_bytes(file.pdf)
    done = subprocess.run(
        [sys.executable, "-m", "capout_desktop", "--inspect", "--json", *map(str, paths)],
        cwd=ROOT,
        check=True,
        stdout=subprocess.PIPE,
        timeout=300,  # a machine may be busy with other tests
    )
    return list(zip(files, json.loads(done.stdout), strict=True))


@pytest.fixture(scope="module")
def measured(readings: Readings) -> Score:
    """The score of that."""
    return score([file for file, _ in readings], [reading for _, reading in readings])


def test_what_will_not_convert_well_is_warned_of_and_nothing_else(readings: Readings) -> None:
    noticed = {file.name.rpartition("-")[0]: reading for file, reading in readings}
    assert {name: noticed[name]["notices"] for name in WARNED} == WARNED
    without = set(noticed) - set(WARNED) - MAY_BE_WARNED
    usual = [name for name in without if noticed[name]["kind"] in USUAL]
    assert len(usual) > 100
    assert {name: noticed[name]["notices"] for name in usual if noticed[name]["notices"]} == {}


def test_nothing_wrong_is_shown(measured: Score) -> None:
    assert [str(one) for one in measured.harmful] == []


def test_almost_everything_that_is_shown_is_right(measured: Score) -> None:
    assert measured.precision() >= 0.99, measured.misreadings


@pytest.mark.parametrize("field", [field for field in FIELDS if field != "coverages"])
def test_most_of_what_stands_there_plainly_is_read(measured: Score, field: str) -> None:
    recall = measured.recall(field)
    assert recall is None or recall >= 0.85, [one for one in measured.missed if one[1] == field]


def test_a_corpus_is_the_same_each_time_and_another_with_another_seed() -> None:
    once, again, other = (corpus(3, seed) for seed in (1, 1, 2))
    assert [file.pdf for file in once] == [file.pdf for file in again]
    assert not {file.pdf for file in once} & {file.pdf for file in other}


def _scored(reading: dict[str, object], **expected: object) -> Score:
    file = Made("one", b"", {**nothing(perhaps()), **expected})  # type: ignore[dict-item]
    whole: Reading = {**dict.fromkeys(FIELDS), "text": "text", **reading}
    return score([file], [whole])


def test_the_score_tells_wrong_from_missed() -> None:
    claim = stated("0417-55320")
    assert _scored({"claim_number": "0417-55320"}, claim_number=claim).recall("claim_number") == 1
    half = _scored({"claim_number": "0417"}, claim_number=claim)
    assert [one.field for one in half.harmful] == ["claim_number"]
    assert half.precision("claim_number") == 0
    silent = _scored({}, claim_number=claim)
    assert (silent.harmful, silent.recall("claim_number")) == ([], 0)
    assert _scored({"claim_number": "1"}).harmful, "a value where none stands"
    assert _scored({"line_items": 9}).harmful == [], "only a hint"
    assert _scored({"line_items": 9}).misreadings
