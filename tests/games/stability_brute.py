"""The definitions of stability read out loud: breadth-first search, one state at a time.

Shares no code with the library but the conflict's own ``moves``, which are checked on their own.
"""

from __future__ import annotations

from itertools import product


class Plain:
    """A conflict as sets and lists: moves[i][s], payoffs[i][s]."""

    def __init__(self, moves, payoffs, codes=None):
        self.moves, self.payoffs = moves, payoffs
        self.parties, self.size = len(moves), len(moves[0])
        self.codes = codes

    def better(self, i, s):
        return [t for t in self.moves[i][s] if self.payoffs[i][t] > self.payoffs[i][s]]

    def sanctions(self, i, t, *, credible):
        """Where the others can lead after i moved to t."""
        found, seen, queue = set(), {(t, i)}, [(t, i)]
        while queue:
            x, last = queue.pop(0)
            for j in range(self.parties):
                if j in (i, last):
                    continue
                for y in self.better(j, x) if credible else self.moves[j][x]:
                    found.add(y)
                    if (y, j) not in seen:
                        seen.add((y, j))
                        queue.append((y, j))
        return found

    def stable(self, concept, i, s):
        if concept == "Nash":
            return not self.better(i, s)
        p = self.payoffs[i]
        credible, symmetric = concept in ("SEQ", "SSEQ"), concept in ("SMR", "SSEQ")
        for t in self.better(i, s):
            if not any(
                p[x] <= p[s] and (not symmetric or all(p[y] <= p[s] for y in self.moves[i][x]))
                for x in self.sanctions(i, t, credible=credible)
            ):
                return False
        return True

    def simultaneous(self, i, s):
        number = {code: at for at, code in enumerate(self.codes)}
        others = [j for j in range(self.parties) if j != i]
        for t in self.better(i, s):
            spoilt = False
            for joint in product(*([s, *self.better(j, s)] for j in others)):
                if all(one == s for one in joint):
                    continue
                code = self.codes[s]
                flips = self.codes[t] ^ code
                for one in joint:
                    flips |= self.codes[one] ^ code
                end = number.get(code ^ flips)
                if end is not None and self.payoffs[i][end] <= self.payoffs[i][s]:
                    spoilt = True
            if not spoilt:
                return False
        return True

    def _key(self, i, s):
        others = [-self.payoffs[(i + k) % self.parties][s] for k in range(1, self.parties)]
        return (self.payoffs[i][s], *others)

    def leads(self, i, s, h, memo):
        """Where s leads if i is to move and h moves remain."""
        if h == 0:
            return s
        if (i, s, h) not in memo:
            best = None
            for t in self.moves[i][s]:
                others = [self.leads(j, t, h - 1, memo) for j in range(self.parties) if j != i]
                end = min(others, key=lambda o: self._key(i, o), default=t)
                if best is None or self._key(i, end) > self._key(i, best):
                    best = end
            gains = best is not None and self.payoffs[i][best] > self.payoffs[i][s]
            memo[i, s, h] = best if gains else s
        return memo[i, s, h]
