"""Text -> word pieces with the features the uncased vocabulary lacks, and windows over them.

Decides: where pieces, features and windows begin and end. `crates/rapporteur-encoder/src/pieces.rs` and `windows.rs` do the same in Rust;
the golden outputs hold the two together. Must not know: labels, the network. Offsets are code points.
"""
import re
from dataclasses import dataclass

OPEN, CLOSE, EITHER = "\u201c\u201e\u00ab\u201f", "\u201d\u00bb", '"'
LONG_PARAGRAPH = 160        # pieces: a longer one is cut at sentence starts
WINDOW = 254                # pieces in a window, without [CLS] and [SEP]
LEFT, RIGHT = 16, 12        # pieces of context before and after the core


@dataclass
class Pieces:
    ids: list            # vocabulary indices
    begin: list          # code points
    end: list
    case: list           # 0 lower, 1 capitalised, 2 upper, 3 mixed
    quotation: list      # 0 outside, 1 inside, 2 a mark
    start: list          # 0 none, 1 sentence, 2 paragraph


def quotation_regions(text):
    """Paired double quotation marks, paragraph by paragraph; a mark left open runs to the paragraph's end."""
    out = []
    for m in re.finditer(r"[^\n]+", text):
        start, i, end = None, m.start(), m.end()
        while i < end:
            c, n, kind = text[i], 1, ""
            if c in OPEN:
                kind = "open"
            elif c in CLOSE:
                kind = "close"
            elif c in EITHER:
                kind = "either"
            elif text.startswith(("``", "\u2018\u2018"), i):
                kind, n = "open", 2
            elif text.startswith("\u2019\u2019", i):
                kind, n = "close", 2
            elif text.startswith("''", i):
                kind, n = "either", 2
            if kind == "either":
                kind = "open" if start is None else "close"
            if kind == "open" and start is None:
                start = i
            elif kind == "close" and start is not None:
                out.append((start, i + n))
                start = None
            i += n
        if start is not None:
            out.append((start, end))
    return out


def letter_case(s):
    letters = [c for c in s if c.isalpha()]
    if not letters or not any(c.isupper() for c in letters):
        return 0
    if len(letters) > 1 and all(c.isupper() for c in letters):
        return 2
    return 1 if letters[0].isupper() else 3


def cut(text, tokenizer):
    """All pieces of a text."""
    p = Pieces([], [], [], [], [], [])
    regions, r = quotation_regions(text), 0
    for m in re.finditer(r"[^\n]+", text):
        enc = tokenizer.encode(m.group(), add_special_tokens=False)
        ended = False                        # has a sentence just ended
        for k, (i, (b, e)) in enumerate(zip(enc.ids, enc.offsets)):
            b, e = b + m.start(), e + m.start()
            word = text[b:e]
            while r < len(regions) and regions[r][1] <= b:
                r += 1
            inside = r < len(regions) and regions[r][0] <= b < regions[r][1]
            mark = word in '"\u201c\u201d\u201e\u201f\u00ab\u00bb'
            closes = mark and inside and e == regions[r][1] and b > regions[r][0]
            p.ids.append(i); p.begin.append(b); p.end.append(e)
            p.case.append(letter_case(word))
            p.quotation.append(2 if mark else 1 if inside else 0)
            trailing = closes or word in (")", "]", "'", "\u2019")
            p.start.append(2 if k == 0 else 1 if ended and not trailing else 0)
            ended = word in (".", "!", "?") or (ended and trailing)
    return p


def units(p):
    """Paragraphs, long ones cut at sentence starts: [(begin, end)] in pieces."""
    n, out = len(p.ids), []
    firsts = [i for i in range(n) if p.start[i] == 2] + [n]
    for b, e in zip(firsts, firsts[1:]):
        while e - b > LONG_PARAGRAPH:
            at = max((i for i in range(b + 1, b + LONG_PARAGRAPH + 1) if p.start[i] == 1), default=b + LONG_PARAGRAPH)
            out.append((b, at))
            b = at
        out.append((b, e))
    return out


def windows(p, core_limit=None, skip=0, context=(LEFT, RIGHT)):
    """[(begin, core begin, core end, end)] in pieces: units packed into cores, with context (pieces before, after) on both sides."""
    core_limit = core_limit or WINDOW - context[0]
    us, out, k = units(p)[skip:], [], 0
    while k < len(us):
        begin = us[k][0]
        end = us[k][1]
        k += 1
        while k < len(us) and us[k][1] - begin <= core_limit:
            end = us[k][1]
            k += 1
        left = max(0, begin - context[0])
        closed = end == len(p.ids) or p.start[end] == 2          # what follows a paragraph's end is not needed
        right = end if closed else max(end, min(len(p.ids), end + context[1], left + WINDOW))
        out.append((left, begin, end, right))
    return out
