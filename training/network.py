"""The network: one encoder over a window, a linear head for cues, and for each cue a small convolutional head over the same vectors.

Decides: shapes. Must not know: corpora, decoding. Design and its evidence: the probe described in the weights card.
"""
import math, torch
from torch import nn
import torch.nn.functional as F

WIDTH, ROLE_WIDTH, REACH = 384, 128, 12         # vector width, width of the role head, log-distance buckets a side
SPAN_WIDTH, LINK_WIDTH = 256, 64                # width of the claims head, of the vectors that tell which spans belong together


def distance_buckets(position, cue_begin, cue_end):
    """Signed logarithmic distance of each token from the cue: 0 inside it, +-1..REACH outside -> 0..2*REACH."""
    d = torch.where(position < cue_begin, position - cue_begin, torch.where(position >= cue_end, position - cue_end + 1, torch.zeros_like(position)))
    a = d.abs().float().clamp(min=1)
    b = torch.where(d.abs() <= 4, d.abs().float(), 4 + torch.floor((a / 4).log() / math.log(1.7) + 1e-6)).clamp(max=REACH).long()
    return torch.where(d < 0, -b, b) + REACH


class Encoder(nn.Module):
    """MiniLM with three zero-initialised feature embeddings added to its input; returns vectors and tag scores of cues and claims."""

    def __init__(self, bert):
        super().__init__()
        self.bert = bert
        self.features = nn.ModuleList(nn.Embedding(n, WIDTH) for n in (4, 3, 3))
        for f in self.features:
            nn.init.zeros_(f.weight)
        self.cue = nn.Linear(WIDTH, 6)              # outermost o/b/i, nested o/b/i
        self.claims = nn.Linear(WIDTH, 18)          # proposal, term, evidence, figure, event, actor: o/b/i each
        self.drop = nn.Dropout(0.1)

    def inputs(self, ids, case, quotation, start):
        x = self.bert.embeddings.word_embeddings(ids)
        for f, v in zip(self.features, (case, quotation, start)):
            x = x + f(v)
        return x

    def forward(self, ids, case, quotation, start, mask=None):
        h = self.bert(inputs_embeds=self.inputs(ids, case, quotation, start), attention_mask=mask).last_hidden_state
        d = self.drop(h)
        return h, torch.cat([self.cue(d), self.claims(d)], -1)


class Roles(nn.Module):
    """For each cue: position tags of source, content and addressee over the window, its speech act, and whether it is a cue at all."""

    def __init__(self, acts):
        super().__init__()
        w = ROLE_WIDTH
        self.token, self.anchor = nn.Linear(WIDTH, w), nn.Linear(WIDTH, w)
        self.token_gate, self.anchor_gate = nn.Linear(WIDTH, w), nn.Linear(WIDTH, w)
        self.distance = nn.Embedding(2 * REACH + 1, w)
        self.convolutions = nn.ModuleList(nn.Conv1d(w, w, 5, padding=2 * d, dilation=d) for d in (1, 2, 4))
        self.tags = nn.Linear(w, 9)                 # source, content, addressee: o/b/i each
        self.act = nn.Linear(WIDTH + w, acts)
        self.accept = nn.Linear(WIDTH + w, 1)
        self.drop = nn.Dropout(0.1)
        self.drop_channels = nn.Dropout1d(0.1)      # whole channels: a tenth of the random numbers

    def forward(self, vectors, which, cue_mean, distance, mask):
        """vectors [w, n, 384]; per cue k: which [k] window, cue_mean [k, n] averaging weights, distance [k, n] buckets, mask [k, n]."""
        c = torch.einsum("kn,knd->kd", cue_mean, vectors[which]) if vectors.shape[0] > 1 else cue_mean @ vectors[0]
        return self.read(self.token(vectors), self.token_gate(vectors), c, which, distance, mask)

    def read(self, t, g, c, which, distance, mask):
        x = t[which] + self.anchor(c)[:, None] + g[which] * self.anchor_gate(c)[:, None] + self.distance(distance)
        x = F.relu(x) * mask[..., None]
        for conv in self.convolutions:
            x = (x + F.relu(conv(self.drop_channels(x.transpose(1, 2))).transpose(1, 2))) * mask[..., None]
        pooled = torch.cat([c, x.max(1).values], -1)
        return self.tags(x), self.act(self.drop(pooled)), self.accept(self.drop(pooled))[:, 0]


class Claims(nn.Module):
    """For each span: what it is (labels of all groups, then whether it is one at all), and vectors that tell which spans belong together."""

    def __init__(self, labels, relations):
        super().__init__()
        self.read = nn.Linear(3 * WIDTH, SPAN_WIDTH)
        self.labels = nn.Linear(SPAN_WIDTH, labels + 1)
        self.ask, self.answer = nn.Linear(SPAN_WIDTH, relations * LINK_WIDTH), nn.Linear(SPAN_WIDTH, relations * LINK_WIDTH)
        self.none = nn.Linear(SPAN_WIDTH, relations)        # the score of belonging to nothing
        self.near = nn.Embedding(2 * REACH + 1, relations)
        nn.init.zeros_(self.near.weight)
        self.drop = nn.Dropout(0.2)

    def forward(self, mean, first, last):
        """mean, first, last [k, 384]: the vectors of a span's pieces, its first and its last piece."""
        x = self.drop(F.relu(self.read(torch.cat([mean, first, last], -1))))
        return self.labels(x), self.ask(x), self.answer(x), self.none(x)

    def pairs(self, ask, answer, distance, relation):
        """Scores [a, b] of each asker with each answerer for one relation; distance [a, b] in buckets, seen from the asker."""
        part = slice(relation * LINK_WIDTH, (relation + 1) * LINK_WIDTH)
        return ask[:, part] @ answer[:, part].T / math.sqrt(LINK_WIDTH) + self.near(distance)[..., relation]
