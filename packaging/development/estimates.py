"""How well the estimates of the tests' corpus are read: `dev.py estimates`, a line for each field.

Exit code 1 if anything wrong is shown, or if less than 99 % of what is shown is right.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests"))

from helpers.estimate_corpus import corpus  # noqa: E402 - needs the path set above
from helpers.estimate_corpus.score import score, table  # noqa: E402

FILES = 460
LEAST_PRECISION = 0.99


def main() -> int:
    """Make the corpus, inspect it as a person would, and print the table."""
    parser = argparse.ArgumentParser(prog="dev.py estimates", description=__doc__)
    parser.add_argument("--files", type=int, default=FILES, help="how many PDFs (%(default)s)")
    parser.add_argument("--seed", type=int, default=1, help="which ones (%(default)s)")
    parser.add_argument("--only", default="", help="part of the names of those that are wanted")
    parser.add_argument("--keep", type=Path, help="keep the PDFs in this folder")
    parser.add_argument("--missed", action="store_true", help="list what was not read, too")
    given = parser.parse_args()
    files = corpus(given.files, given.seed, given.only)
    with tempfile.TemporaryDirectory() as temporary:
        folder = given.keep or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        names = []
        for file in files:
            path = folder / f"{file.name.replace('/', '-')}.pdf"
            path.write_bytes(file.pdf)
            names.append(str(path))
        command = [sys.executable, "-m", "capout_desktop", "--inspect", "--json", *names]
        done = subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE)
    result = score(files, json.loads(done.stdout))
    if given.missed:
        for name, field in result.missed:
            print(f"missed: {name}: {field}")
    for misreading in result.misreadings:
        print(f"wrong: {misreading}")
    print(table(result))
    print(f"{len(files)} files, {len(result.harmful)} harmful, precision {result.precision():.2%}")
    return 1 if result.harmful or result.precision() < LEAST_PRECISION else 0


if __name__ == "__main__":
    sys.exit(main())
