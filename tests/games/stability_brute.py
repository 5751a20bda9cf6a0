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


class AtOnce:
    """Improvements made at once, read out loud, on the codes of an option form."""

    def __init__(self, conflict):
        single = conflict.codes[: conflict.size - len(conflict.groups)].tolist()
        self.states = [[code] for code in single] + [own.tolist() for own in conflict.groups]
        self.state = {code: at for at, own in enumerate(self.states) for code in own}
        self.conflict = conflict
        self.moves = {
            (i, c): [d for d in self.state if self.can(i, c, d)]
            for i in range(len(conflict.parties))
            for c in self.state
        }

    def can(self, i, c, d):
        conflict, changed = self.conflict, c ^ d
        party, here, there = conflict.parties[i], self.state[c], self.state[d]
        for at, option in enumerate(conflict.options):
            if changed >> at & 1:
                way = "forward" if d >> at & 1 else "back"
                if party not in option.owners or option.direction not in ("both", way):
                    return False
        return there in conflict.moves(party, here)  # no loops, and only what it sees

    def arrivals(self, group, c):
        """Codes that a group can come to from a code, each by some legal sequence."""
        found, queue, seen = set(), [([c], None)], set()
        while queue:
            here, last = queue.pop()
            for origin in here:
                for i in group:
                    for d in self.moves[i, origin] if i != last else ():
                        found.add(d)
                        if (d, i) not in seen:
                            seen.add((d, i))
                            queue.append((self.states[self.state[d]], i))
        return found

    def stable(self, group, s, improve, deter, credible):
        """Whether every improvement of a group is spoilt by some of the others' made with it."""
        others = [j for j in range(len(self.conflict.parties)) if j not in group]
        met = {}
        for c in self.states[s]:
            ways = [
                [c] + [e for e in self.moves[j, c] if credible(j, s, self.state[e])] for j in others
            ]
            for d in self.arrivals(group, c):
                t = self.state[d]
                if improve(s, t):
                    met.setdefault(t, False)
                    for joint in product(*ways):
                        end = d
                        for e in joint:
                            end = c ^ ((end ^ c) | (e ^ c))
                        if any(e != c for e in joint) and end in self.state:
                            met[t] = met[t] or deter(s, self.state[end])
        return all(met.values())


class Foresight:
    """Looking ahead by sets of outcomes, read out loud: moves[m][s], prefers, equal (m, s, t)."""

    def __init__(self, moves, prefers, equal):
        self.moves, self.prefers, self.equal = moves, prefers, equal
        self.movers, self.memo = len(moves), {}

    def likes(self, m, x, y):
        """Better for m; if known to be equally good, worse for the next mover; and so on."""
        for k in range(self.movers):
            who = (m + k) % self.movers
            up, down = self.prefers(who, y, x), self.prefers(who, x, y)
            if up != down:
                return up if k == 0 else down
            if not self.equal(who, x, y):
                return False
        return False

    def reckons(self, m, t, h):
        others = [self.outcomes(j, t, h - 1) for j in range(self.movers) if j != m]
        return set().union(*others) if others else {t}

    def expects(self, m, t, h):
        every = self.reckons(m, t, h)
        return {x for x in every if not any(self.likes(m, x, y) for y in every)} or every

    def gaining(self, m, s, h):
        return [
            t for t in self.moves[m][s] if all(self.prefers(m, s, x) for x in self.reckons(m, t, h))
        ]

    def outcomes(self, m, s, h):
        if h == 0:
            return {s}
        if (m, s, h) not in self.memo:
            gaining = self.gaining(m, s, h)
            expected = {t: self.expects(m, t, h) for t in gaining}

            def beats(u, t):
                return all(self.likes(m, x, y) for x in expected[u] for y in expected[t])

            best = [t for t in gaining if not any(beats(u, t) for u in gaining)] or gaining
            found = set().union(*(expected[t] for t in best)) if best else {s}
            self.memo[m, s, h] = found
        return self.memo[m, s, h]

    def stays(self, m, s, h, deter):
        return not self.gaining(m, s, h) and all(
            any(deter(s, x) for x in self.reckons(m, t, h))
            for t in self.moves[m][s]
            if self.prefers(m, s, t)
        )
