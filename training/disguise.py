"""Names and words hidden from the network while it learns, so that it reads how a text is built and not whom it knows.

Decides: what is hidden, and by what. Must not know: labels, the network. The invented negotiations of the corpus and the real ones that a
reader meets have names in common with no training text. Where nothing is hidden, pieces stay as they were; offsets never change.
"""
import random
from collections import Counter

MASK = 103
FIRST_WORD, LAST_WORD = 1996, 29612      # whole-word pieces with letters, as the vocabulary orders them
RENAMED, NAMES, HIDDEN = 0.3, 0.7, 0.02  # windows whose names are changed, names changed in them, pieces hidden


class Disguise:
    """What may be changed is learnt from the training texts: words nearly always capitalised and never frequent."""

    def __init__(self, labelled, frequent=250):
        capital, seen = Counter(), Counter()
        for p in {id(t): t.p for t in labelled}.values():
            for i, case in zip(p.ids, p.case):
                if FIRST_WORD <= i < LAST_WORD:
                    seen[i] += 1
                    capital[i] += case == 1
        self.names = sorted(i for i, n in seen.items() if n <= frequent and capital[i] >= 0.9 * n)
        self.known = set(self.names)

    def of(self, ids, case, rng):
        """The pieces of one window, as the network will see them."""
        ids = list(ids)
        if rng.random() < RENAMED:
            as_now = {i: rng.choice(self.names) for i in sorted({i for i, c in zip(ids, case) if c == 1 and i in self.known}) if rng.random() < NAMES}
            ids = [as_now.get(i, i) if c == 1 else i for i, c in zip(ids, case)]
        return [MASK if rng.random() < HIDDEN else i for i in ids]
