"""Puts sample faults into a copy of the program, one at a time, and reports which the tests miss.

python3 packaging/dev.py mutants [--count 30] [--seed 1] [--only PATH ...] [--tests PATH ...]
                                 [--named] [--list]
"""

from __future__ import annotations

import argparse
import random
import shutil
import sys
import tempfile
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

from development.mutants.equivalent_faults import EQUIVALENT_FAULTS
from development.mutants.mutations import Mutation, block_at, mutations
from development.mutants.named_faults import NAMED_FAULTS
from development.mutants.runs import LONGEST, TESTS, Runs
from development.virtual_environment import ROOT

PACKAGES = (
    "capout_desktop/domain",
    "capout_desktop/services/uploads",
    "capout_desktop/services/documents",
    "capout_desktop/services/intake",
    "capout_desktop/services/organizations",
    "capout_desktop/services/tracking",
    "capout_desktop/services/credits",
    "capout_desktop/store",
    "capout_desktop/capout",
)
GOAL = 0.85
_OF_OTHER_SYSTEMS = {"windows.py", "macos.py"}


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault in one file; `path` is relative to the project."""

    package: str
    path: str
    mutation: Mutation

    def __str__(self) -> str:
        before, after = (_short(text) for text in (self.mutation.before, self.mutation.after))
        return f"{self.path}:{self.mutation.line}: {before}  ->  {after}"


def main(arguments: list[str]) -> int:
    """Run the sample; return 1 if fewer than 85 % of the faults were found."""
    options = _options(arguments)
    faults = (
        _named(options.only)
        if options.named
        else _sample(options.only, options.count, options.seed)
    )
    if options.list:
        print(*faults, sep="\n")
        return 0
    found: dict[str, int] = defaultdict(int)
    survivors: dict[str, list[Fault]] = defaultdict(list)
    with tempfile.TemporaryDirectory(prefix="capout-mutants-", dir="/tmp") as folder:
        copy = Path(folder) / "capout"
        _copy_project(copy)
        cache = ROOT / "build" / "mutants" / "reached.json"
        runs = Runs(copy, cache, options.tests, afresh=options.measure, longest=options.longest)
        runs.measure()
        for number, fault in enumerate(faults, 1):
            verdict = runs.verdict_on(fault.path, fault.mutation)
            if verdict.found:
                found[fault.package] += 1
            else:
                survivors[fault.package].append(fault)
            print(f"{number}/{len(faults)} {verdict} {fault}", flush=True)
    return _report(found, survivors)


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="dev.py mutants", description=__doc__.partition("\n")[0])
    parser.add_argument("--count", type=int, default=30, help="faults a package (%(default)s)")
    parser.add_argument("--seed", type=int, default=1, help="which sample (%(default)s)")
    parser.add_argument(
        "--only", nargs="+", metavar="PATH", help="these packages, files or lines (FILE:LINE) alone"
    )
    parser.add_argument("--named", action="store_true", help="the list of nasty faults instead")
    parser.add_argument(
        "--longest", type=float, default=LONGEST, help="seconds of tests for one (%(default)s)"
    )
    parser.add_argument(
        "--tests", nargs="+", default=TESTS, metavar="PATH", help="find them with these alone"
    )
    parser.add_argument("--list", action="store_true", help="print the faults, run nothing")
    parser.add_argument("--measure", action="store_true", help="measure afresh what tests reach")
    return parser.parse_args(arguments)


def _sample(only: list[str] | None, count: int, seed: int) -> list[Fault]:
    chosen = []
    for package in only or PACKAGES:
        path, _, line = package.partition(":")
        place = ROOT / path
        files = sorted(place.rglob("*.py")) if place.is_dir() else [place]
        faults = [
            Fault(package, file.relative_to(ROOT).as_posix(), mutation)
            for file in files
            if file.name not in _OF_OTHER_SYSTEMS
            for mutation in _visible(file)
            if not line or mutation.line == int(line)
        ]
        random.Random(f"{seed} {package}").shuffle(faults)  # noqa: S311 - a sample
        chosen += sorted(faults[:count], key=lambda one: (one.path, one.mutation.start))
    return chosen


def _visible(file: Path) -> list[Mutation]:
    """Return the faults of a file that a test could see."""
    source = file.read_bytes()
    equivalent = []
    for path, text, _, *fault in EQUIVALENT_FAULTS:
        if ROOT / path == file:
            start = source.index(text.encode())
            equivalent.append((range(start, start + len(text.encode())), fault))
    return [
        one
        for one in mutations(source)
        if not any(one.start in place and fault in ([], [one.after]) for place, fault in equivalent)
    ]


def _named(only: list[str] | None) -> list[Fault]:
    faults = []
    for path, old, new in NAMED_FAULTS:
        if only and not path.startswith(tuple(only)):
            continue
        source = (ROOT / path).read_bytes()
        start = source.index(old.encode())
        line = source.count(b"\n", 0, start) + 1
        first = line + len(old) - len(old.lstrip("\n"))  # of its text
        block = block_at(source, first)
        mutation = Mutation(start, start + len(old.encode()), line, old, new, block)
        faults.append(Fault("named", path, mutation))
    return faults


def _copy_project(copy: Path) -> None:
    names = ("capout_desktop", "tests", "packaging", "resources", "pyproject.toml", "main.py")
    unwanted = shutil.ignore_patterns("__pycache__", ".*_cache")
    for name in names:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, copy / name, ignore=unwanted)
        else:
            shutil.copy2(ROOT / name, copy / name)


def _report(found: dict[str, int], survivors: dict[str, list[Fault]]) -> int:
    total = [0, 0]
    print(f"\n{'package':<42}{'found':>7}{'missed':>8}{'share':>8}")
    for package in sorted({*found, *survivors}):
        figures = found[package], len(survivors[package])
        total = [a + b for a, b in zip(total, figures, strict=True)]
        print(f"{package:<42}{figures[0]:>7}{figures[1]:>8}{figures[0] / sum(figures):>8.0%}")
    share = total[0] / (sum(total) or 1)
    print(f"{'all':<42}{total[0]:>7}{total[1]:>8}{share:>8.0%}\n")
    for package in sorted(survivors):
        for fault in survivors[package]:
            print(f"not found: {fault}")
    return 0 if share >= GOAL else 1


def _short(text: str) -> str:
    one_line = " ".join(text.split())
    return one_line if len(one_line) <= 90 else f"{one_line[:60]} ... {one_line[-25:]}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
