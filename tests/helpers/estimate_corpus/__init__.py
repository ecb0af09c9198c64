"""PDFs of invented estimates, with what may be read in them.

They are made from what is known of the layouts, independently of the rules that read them: every
format, and everything that makes one hard to read. Carriers, people, claims and prices are
invented.
"""

from helpers.estimate_corpus import (  # noqa: F401 - each adds its recipes
    formats,
    oddities,
    packets,
    printings,
    sums,
    surroundings,
    traps,
)
from helpers.estimate_corpus.made import RECIPES, Made, corpus, made

__all__ = ("RECIPES", "Made", "corpus", "made")
