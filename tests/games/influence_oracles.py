"""Models of influence once more, slow and plain: sums written as the papers write them."""

from __future__ import annotations

import numpy as np


def power(base, r):
    return max(0.0, base) ** r


class SlowChallenge:
    """One issue, every expectation from its definition."""

    def __init__(self, x, s, w, rules):
        self.x, self.s, self.w, self.rules = list(x), s, w, rules
        self.span = max(x) - min(x)
        self.r = [1.0] * len(x)

    def d(self, a, b):
        return abs(a - b) / self.span

    def votes(self, h, a, b):
        """Each voter's vote for position a over b, as perceived by h."""
        found = []
        for k, w in enumerate(self.w):
            r = {"perceiver": self.r[h], "own": self.r[k], "neutral": 1.0}[self.rules.voters]
            found.append(w * (power(self.d(self.x[k], b), r) - power(self.d(self.x[k], a), r)))
        return found

    def chance(self, h, i, j):
        if self.x[i] == self.x[j]:
            return 0.0
        cast = self.votes(h, self.x[i], self.x[j])
        total = sum(abs(one) for one in cast)
        if self.rules.pool == "all pairs":
            pairs = [(a, b) for a in self.x for b in self.x]
            total = sum(abs(one) for a, b in pairs for one in self.votes(h, a, b))
        if total == 0:
            return 0.5
        if self.rules.net:
            return max(0.0, sum(cast)) / total
        return sum(one for one in cast if one > 0) / total

    def expected(self, h, i, j, middle):
        if self.x[i] == self.x[j]:
            return 0.0
        r, d, rules = self.r[h], self.d(self.x[i], self.x[j]), self.rules
        p = self.chance(h, i, j)
        success, failure = 2 - 4 * power(0.5 - 0.5 * d, r), 2 - 4 * power(0.5 + 0.5 * d, r)
        far = 0.25 * (self.d(self.x[i], middle) + d)
        better, worse = 2 - 4 * power(0.5 - far, r), 2 - 4 * power(0.5 + far, r)
        helps = rules.drift
        if helps == "middle":
            helps = float(abs(self.x[i] - middle) < abs(self.x[i] - self.x[j]))
        q = rules.status_quo
        found = self.s[j] * (p * success + (1 - p) * failure) + (1 - self.s[j]) * success
        found -= q * (2 - 4 * 0.5**r)
        return found + rules.drift_sign * (1 - q) * (helps * better + (1 - helps) * worse)

    def median(self):
        order = sorted(range(len(self.x)), key=lambda one: self.x[one])
        reached = 0.0
        for one in order:
            reached += self.w[one]
            if reached >= sum(self.w) / 2 * (1 - 1e-12):
                return self.x[one]
        raise AssertionError

    def turn(self):
        n, rules = len(self.x), self.rules
        self.r = [1.0] * n
        middle = self.median()
        security = [
            sum(self.expected(j, j, i, middle) for j in range(n) if j != i) for i in range(n)
        ]
        low, high = min(security), max(security)
        if high - low > 1e-12 * max(abs(low), abs(high)):
            bold = [(2 * one - high - low) / (high - low) for one in security]
            self.r = [(1 - one / 3) / (1 + one / 3) for one in bold]
        if rules.middle == "mean":
            middle = float(np.average(self.x, weights=self.w))
        own = [[self.expected(i, i, j, middle) for j in range(n)] for i in range(n)]
        seen = [[self.expected(j, i, j, middle) for j in range(n)] for i in range(n)]
        moved = list(self.x)
        for i in range(n):
            now = moved if rules.order == "sequence" else self.x
            offers = []
            for j in range(n):
                if now[i] == now[j]:
                    continue
                a, b = own[i][j], (seen if rules.view == "target" else own)[j][i]
                offers += self.offer(now[i], now[j], a, b)
            if offers:
                moved[i] = min(offers)[-1]
        self.x = moved

    def offer(self, mine, yours, a, b):
        rules = self.rules
        if b > a > 0:
            kind, place = 1, yours
        elif b > 0 > a and -a < b:
            share = b / (b - a) if rules.compromise == "split" else -a / b
            kind, place = 2, mine + (yours - mine) * share
        elif b > 0 > a and rules.capitulation:
            kind, place = 3, yours
        else:
            return []
        move = abs(place - mine)
        if rules.choice == "strongest":
            return [(-b, move, place)]
        if rules.choice == "lowest" and kind == 2:
            return [(kind, place, place)]
        return [(kind, move, place)]


VOTES = {
    "Binary": lambda d: np.clip(d / 1e-8, -1, 1),
    "PropBin": lambda d: 0.8 * d + 0.2 * np.clip(d / 1e-8, -1, 1),
    "Proportional": lambda d: d,
    "PropCbc": lambda d: 0.5 * d + 0.5 * d**3,
    "Cubic": lambda d: d**3,
    "ASymProsp": lambda d: np.where(d < 0, d, d * 2 / 3),
}


def slow_chances(worth, weight, rules):
    """Probabilities of options: worth (actors, options)."""
    gap = worth[:, :, None] - worth[:, None, :]
    cast = weight[:, None, None] * VOTES[rules.voting](np.where(np.abs(gap) < 1e-12, 0, gap))
    c = 1e-8 + np.maximum(cast, 0).sum(axis=0)
    n = len(c)
    p = np.full((n, n), 0.5)
    for a in range(n):
        for b in range(n):
            if a == b:
                continue
            one, two = c[a, b], c[b, a]
            if rules.victory == "Binary":
                r = one / (one + two)
                first = (2.10 * r - 1.0) / 0.10
                second = 1 - first
                if one >= 1.1 * two:
                    first, second = 1.0, 1e-6
                elif two >= 1.1 * one:
                    first, second = 1e-6, 1.0
            else:
                k = {"Linear": 1, "Square": 2, "Quartic": 4, "Octic": 8}[rules.victory]
                first, second = one**k, two**k
            p[a, b] = first / (first + second)
    if rules.equilibrium == "Conditional":
        found = p.prod(axis=1)
        return found / found.sum()
    g = c * p
    g[np.arange(n), np.arange(n)] += 1e-10
    h = g / g.sum(axis=0)
    q = np.full(n, 1 / n)
    for _ in range(100_000):
        if rules.equilibrium == "MarkovUniform":
            new = (p * (q[:, None] + q[None, :])).sum(axis=1) / n
        else:
            t = q[:, None] * h.T
            new = (p * (t + t.T)).sum(axis=1)
        far = np.abs(new - q).max()
        q = (q + new) / 2
        if far <= (1e-6 if rules.equilibrium == "MarkovUniform" else 1e-8):
            break
    return q / q.sum()


class SlowSpatial:
    """KTAB's turns from their formulas, positions 0 to 1."""

    def __init__(self, place, s, c, rules, accommodation=None):
        self.place, self.ideal, self.s, self.c, self.rules = place, place.copy(), s, c, rules
        self.accommodation = accommodation

    def distance(self, i, spot):
        s2 = self.s[i] ** 2
        if s2.sum() == 0:
            return 0.0
        return float(np.sqrt((s2 * (self.ideal[i] - spot) ** 2).sum() / s2.sum()))

    @staticmethod
    def utility(d, r):
        return (1 - d) * (1 + r * min(d, 1.0))

    def attitudes(self):
        n = len(self.c)
        u = np.array([[1 - self.distance(i, spot) for spot in self.place] for i in range(n)])
        p = slow_chances(u, self.c, self.rules)
        low, high = p.min(), p.max()
        if high - low <= 1e-12:
            return np.zeros(n)
        return {
            "Min": (p - low) / (high - low),
            "Mid": (3 * p - high - 2 * low) / (2 * (high - low)),
            "Max": (2 * p - high - low) / (high - low),
        }[self.rules.risk_range]

    def estimate(self, h, r):
        share = {"None": 0, "OneThird": 1 / 3, "Half": 0.5, "TwoThirds": 2 / 3, "Full": 1}
        k = share[self.rules.risk_adjust]
        seen = (1 - k) * r[h] + k * r
        n = len(self.c)
        return np.array(
            [
                [self.utility(self.distance(i, spot), seen[i]) for spot in self.place]
                for i in range(n)
            ]
        )

    def challenge(self, i, j, u):
        care = self.s.sum(axis=1)
        w = care * self.c
        cast = VOTES[self.rules.voting]
        sides = [1e-10, 1e-10]

        def add(z):
            sides[0 if z > 0 else 1] += abs(z)

        add(float(w[i] * cast(u[i, i] - u[i, j])))
        add(float(w[j] * cast(u[j, i] - u[j, j])))
        a0, b0 = sides
        for k in range(len(w)):
            if k in (i, j):
                continue
            z = float(w[k] * cast(u[k, i] - u[k, j]))
            share = (a0 + max(0, z)) / (a0 + b0 + abs(z))
            a = e = 2 * u[k, i] + u[k, k]
            b = g = 2 * u[k, j] + u[k, k]
            if self.rules.commit == "SemiCommit":
                b, e = 3 * u[k, j], 3 * u[k, i]
            elif self.rules.commit == "FullCommit":
                a = e = 3 * u[k, i]
                b = g = 3 * u[k, j]
            with_i, with_j = share * a + (1 - share) * b, share * e + (1 - share) * g
            add(float(w[k] * cast(with_i - with_j)))
        p = sides[0] / sum(sides)
        win, lose = 2 * u[i, i], 2 * u[i, j]
        return p, (1 - care[j]) * win + care[j] * (p * win + (1 - p) * lose) - u[i, i] - u[i, j]

    def meet(self, i, j, p):
        rule = self.rules.interpolation
        if rule == "S2PMax":
            found = []
            for a, b, edge in ((i, j, 1 - 2 * p), (j, i, 2 * p - 1)):
                d = max(0.0, edge)
                pull = d * self.s[b] ** 2
                share = pull / (pull + 1e-6 + (1 - d) * self.s[a] ** 2)
                found.append(self.place[a] + share * (self.place[b] - self.place[a]))
            return found
        k = 1 if rule == "S1P1" else 2
        a, b, e = (self.s[i] * p) ** k, (self.s[j] * (1 - p)) ** k, 1e-6
        x, y = self.place[i], self.place[j]
        both = (((a + e) * x + b * y) / (a + e + b), (a * x + (b + e) * y) / (a + e + b))
        return [np.floor(1e4 * one + 0.5) / 1e4 for one in both]

    def bargains(self, r):
        n, rules = len(self.c), self.rules
        found = []
        for i in range(n):
            u = self.estimate(i, r)
            best = None
            for j in range(n):
                if j != i:
                    p, gain = self.challenge(i, j, u)
                    if gain > (best[0] if best else 1e-5) + 1e-10:
                        best = gain, j, p
            if best is None:
                continue
            _, j, p = best
            views = [self.meet(i, j, p)]
            if rules.bargain != "InitOnly":
                chance, gain = self.challenge(i, j, self.estimate(j, r))
                if rules.receiver_view == "gain":
                    chance = min(1.0, max(0.0, gain))
                views.append(self.meet(i, j, chance))
            if rules.bargain == "PWComp":
                care = self.s.sum(axis=1)
                mine = care[i] * self.c[i]
                yours = care[j] * self.c[j if rules.compromise_power == "own" else i]
                both = zip(*views, strict=True)
                views = [[(mine * a + yours * b) / (mine + yours) for a, b in both]]
            found += [(i, j, view) for view in views]
        return found

    def turn(self):
        n, rules = len(self.c), self.rules
        r = self.attitudes()
        bargains = self.bargains(r)

        def worth(a, bargain):
            spots = self.place.copy()
            if bargain is not None:
                i, j, (mine, yours) = bargain
                spots[i], spots[j] = mine, yours
            return np.mean([self.utility(self.distance(a, spot), r[a]) for spot in spots])

        moved = self.place.copy()
        for k in range(n):
            queue = [None] + [one for one in bargains if k in one[:2]]
            if len(queue) == 1:
                continue
            table = np.array([[worth(a, one) for one in queue] for a in range(n)])
            p = slow_chances(table, self.c, rules)
            chosen = queue[int(np.argmax(p >= p.max() * (1 - 1e-9)))]
            if chosen is not None:
                moved[k] = chosen[2][0 if chosen[0] == k else 1]
        self.place = moved
        if self.accommodation is None:
            self.ideal = moved.copy()
        else:
            rest = 1 - self.accommodation.sum(axis=1)
            self.ideal = self.accommodation @ moved + rest[:, None] * self.ideal


class SlowExchange:
    """One round of exchanges with every candidate's own memory, as the program keeps it."""

    def __init__(self, x, s, w):
        self.start, self.s, self.w = x, s, w
        self.whole = w.sum(axis=0)
        self.now = x.copy()
        o = (w * x).sum(axis=0) / self.whole
        left = x <= o + 1e-9
        n, m = x.shape
        self.list = []
        for p in range(m):
            for q in range(p + 1, m):
                for one, two in (((0, 0), (1, 1)), ((1, 0), (0, 1))):
                    for a in range(n):
                        for b in range(n):
                            if (left[a, p], left[a, q]) == one and (left[b, p], left[b, q]) == two:
                                first = s[a, p] * s[b, q] > s[b, p] * s[a, q]
                                i, j = (a, b) if first else (b, a)
                                self.list.append(Candidate(self, i, j, p, q))
        self.list = [one for one in self.list if one.reckon((False, False), True)]

    def play(self):
        made = []
        while self.list:
            top = max(one.gain for one in self.list)
            best = next(one for one in self.list if one.gain >= top - 1e-11 * max(1, top))
            self.list.remove(best)
            made.append(best)
            self.now[best.i, best.q], self.now[best.j, best.p] = best.y
            self.list = [one for one in self.list if one.hears(best)]
        return self.now, made


class Candidate:
    def __init__(self, board, i, j, p, q):
        self.board, self.i, self.j, self.p, self.q = board, i, j, p, q
        self.x = [board.start[i, q], board.start[j, p]]
        self.history = [[], []]
        self.updates = {p: {}, q: {}}

    def outcome(self, issue, who, at):
        spots = self.board.start[:, issue].copy()
        for actor, place in self.updates[issue].items():
            spots[actor] = place
        if at is not None:
            spots[who] = at
        return (self.board.w[:, issue] * spots).sum() / self.board.whole[issue]

    def reckon(self, own, first=False):
        b, i, j, p, q = self.board, self.i, self.j, self.p, self.q
        s, start = b.s, b.start
        mine, yours = b.w[i, q] / b.whole[q], b.w[j, p] / b.whole[p]
        k = (s[i, p] + s[j, p]) / (s[i, q] + s[j, q])
        aims = start[j, q], start[i, p]
        on_p = abs(self.x[1] - aims[1]) * yours
        on_q = k * on_p
        if on_q / mine > abs(aims[0] - self.x[0]):
            on_q = abs(aims[0] - self.x[0]) * mine
            on_p = on_q / k
        for step in range(3):
            shifts = [on_q / mine, on_p / yours]
            signs = [1 if aims[side] > self.x[side] else -1 for side in (0, 1)]
            self.y = [self.x[side] + signs[side] * shifts[side] for side in (0, 1)]
            self.gains = on_p * s[i, p] - on_q * s[i, q], on_q * s[j, q] - on_p * s[j, p]
            self.gain = sum(self.gains) / 2
            if step == 2 or not self.valid(shifts, signs, aims):
                break
            side, who, issue = (0, i, q) if step == 0 else (1, j, p)
            before = self.outcome(issue, who, self.x[side])
            after = self.outcome(issue, who, self.y[side])
            if min(before, after) + 1e-9 < aims[side] < max(before, after) - 1e-9:
                known = who in self.updates[issue]
                base = self.outcome(issue, who, None if known else self.x[side])
                on = abs(aims[side] - base)
                on_p, on_q = (on / k, on) if side == 0 else (on, on * k)
        for side in (0, 1):
            if not (first or own[side]):
                self.history[side].pop()
            self.history[side].append(signs[side] * shifts[side])
        sums = [sum(one) <= 100 + 1e-9 for one in self.history]
        return self.valid(shifts, signs, aims) and all(sums)

    def valid(self, shifts, signs, aims):
        starts = self.board.start[self.i, self.q], self.board.start[self.j, self.p]
        same = all((aims[k] > starts[k]) == (signs[k] > 0) for k in (0, 1))
        inside = all(-1e-9 <= one <= 100 + 1e-9 for one in self.y)
        size = all(1e-10 < one <= 100 + 1e-9 for one in shifts)
        return same and inside and size and min(self.gains) >= 1e-10

    def hears(self, done):
        sides = ((self.i, self.q, self.p), (self.j, self.p, self.q))
        others = ((done.i, done.q, done.p), (done.j, done.p, done.q))
        own, touched = [False, False], False
        for at, (actor, supply, demand) in enumerate(sides):
            for side, (other, gives, gets) in enumerate(others):
                if actor != other:
                    continue
                if supply == gives:
                    self.x[at] = done.y[side]
                    own[at] = touched = True
                if demand == gets:
                    partner = others[1 - side][0]
                    place = done.y[1 - side]
                    old = self.updates[demand].get(partner)
                    if old is not None:
                        up = place > self.board.start[partner, demand]
                        place = min(old, place) if up else max(old, place)
                    self.updates[demand][partner] = place
                    touched = True
        return self.reckon(own) if touched else True
