"""How the parties negotiate, and who sees or could change it, as forms ask for it."""

from __future__ import annotations

from summitry.dossier import quantities as of
from summitry.workbench.asking import (
    NAME,
    NOTE,
    REASONS,
    WHY,
    YES_NO,
    Group,
    Kind,
    Rows,
    Words,
    ask,
    number,
)

PROCESS = Kind(
    "process", "How they negotiate", "how they negotiate", "Bond, trust, and what is hidden.",
    ("process",),
    (
        Group("Among the leaders", (
            number("rapport", "Personal bond", of.SHARE,
                   "Share of what is hidden that it takes away."),
            number("slip", "Chance that a struck deal is lost from outside", of.LIKELIHOOD),
            ask("holding_back", "Share of what is hidden that a party holds back", "plain",
               "Left out: 0.125."),
            ask("solution", "Which package is struck among those claimed", "choice", among=(
                ("nash", "greatest product of gains (Nash)"),
                ("kalai-smorodinsky", "equal shares of the best each could get"),
                ("egalitarian", "equal gains"), ("utilitarian", "greatest sum of gains"))),
            ask("track", "Who negotiates what", "choice",
               among=(("leaders", "leaders, the whole package"),)),
        )),
        Group("Trust: the belief that the other side performs what it signs", (
            number("trust", "Belief of", of.LIKELIHOOD, each="principals"),
        )),
        Group("Hidden: how wide the guess is of where it would walk away", (
            number("hidden", "Hidden by", of.HIDDEN, each="principals"),
        )),
    ),
    single=True,
)  # fmt: skip

ASKED = Kind(
    "ask", "Big asks", "big ask", "A demand that a side may bring and refuse to go below.",
    ("process", "big_ask"),
    (
        Group("The demand", (
            ask("issue", "On which issue", "choice", among="issues", needed=True),
            ask("at_least", "Nothing short of", "choice", among="levels"),
            ask("at_most", "or nothing beyond", "choice", among="levels"),
            number("likelihood", "Chance that it is made", of.LIKELIHOOD, needed=True),
        )),
        WHY,
    ),
    keys=(ask("", "Who", "choice", among="principals", needed=True),),
    thing="ask",
)  # fmt: skip

TIME = Kind(
    "time", "Time", "time", "Meetings, a deadline, patience.", ("time",),
    (
        Group("Meetings", (
            ask("meetings", "Meetings before the deadline", "plain"),
            number("narrowing", "Share of what is hidden that is left after each", of.SHARE),
            number("between_meetings", "Chance that talks end between two", of.LIKELIHOOD),
            ask("deadline", "Day of the last meeting", "line", "2020-11-03"),
        )),
        Group("Under way", (
            number("yearly", "Chance a year that a road map is ended from outside", of.LIKELIHOOD),
            ask("period", "Years that a step takes", "plain"),
        )),
        Group("Patience: what a year from now is worth today", (
            number("patience", "Patience of", of.PATIENCE, each="principals"),
        )),
    ),
    single=True,
)  # fmt: skip

DATE = Kind(
    "date", "Days that may end it", "day", "An election, the end of a tenure.",
    ("time", "dates"),
    (
        Group("The day", (
            ask("on", "The day", "line", "2020-11-03", needed=True),
            number("chance", "Chance that it ends there", of.LIKELIHOOD, needed=True),
        )),
        WHY,
    ),
    keys=(ask("", "What it is", needed=True),), thing="date",
)  # fmt: skip

TRACK = Kind(
    "track", "Tracks", "track", "Ways of negotiating: which issues go to which table, in order.",
    ("tracks",),
    (
        Group("The track", (
            NAME,
            ask("others", "At each table, the other issues are taken", "choice", among=(
                ("status quo", "as they stand"), ("provisional", "as earlier tables left them"))),
            number("slip", "Chance that the whole is lost from outside", of.LIKELIHOOD),
            Rows(("baskets",), "Table", (
                ask("on", "Its issues", "several", among="issues and rest", needed=True),
                ask("table", "Who sits at it", "choice",
                   among=(("officials", "officials"), ("leaders", "leaders"))),
                ask("consent", "Who else must consent there", "several", among="parties"),
                number("rapport", "Bond at it", of.SHARE),
                number("slip", "Chance that what it settled is lost", of.LIKELIHOOD),
                ask("meetings", "Meetings", "plain"),
                ask("asks", "Whether big asks come to it", "tick", among=YES_NO),
                *REASONS,
            ), help="In the order in which they meet."),
        )),
        WHY,
    ),
    keys=(ask("", "Short name", needed=True),), thing="track",
)  # fmt: skip

ROAD_MAP = Kind(
    "road", "Road maps", "road map", "Paths of packages, step by step.", ("road_maps",),
    (
        Group("The road map", (
            NAME,
            ask("period", "Years that a step takes", "plain"),
            Rows(("steps",), "Step", (ask("", "", "choice", among="levels of", each="issues"),),
                 help="What a step does not name stays as it is."),
        )),
        WHY,
    ),
    keys=(ask("", "Short name", needed=True),), thing="road map",
)  # fmt: skip

RELATION = Kind(
    "relation", "Relations", "relation", "How two parties get on, as dated events tell it.",
    ("relations",),
    (
        Group("The two", (
            ask("between", "Between whom", "several", "Tick two.", among="parties", needed=True),
            ask("start", "Before the first event, from -1 to 1", "plain"),
            ask("half_life", "Days in which it fades by half", "plain", "Left out: 180."),
            Rows(("events",), "What happened", (
                ask("on", "The day", needed=True),
                ask("what", "What happened"),
                ask("weight", "How far it moves them, -1 to 1", "plain"),
                ask("goldstein", "or its Goldstein score, -10 to 10", "plain"),
                *REASONS,
            ), 2),
        )),
        WHY,
    ),
)  # fmt: skip

LEVER = Kind(
    "lever", "Levers", "lever", "A number that somebody can change: who, how, and how far.",
    ("levers",),
    (
        Group("Who can pull it", (
            ask("by", "Who can; nobody ticked: nobody", "several", among="parties"),
            ask("how", "What they would do"),
            ask("to", "The farthest value it can be pulled to", "plain"),
            ask("cost", "What that costs, in a unit of your own", "plain"),
        )),
        WHY,
    ),
    keys=(ask("", "Which number", "choice", among="numbers", needed=True),),
)  # fmt: skip

REVEAL = Kind(
    "reveal", "What would show a number", "sign",
    "What would be seen, before the outcome, of where a number stands.", ("reveals",),
    (
        Group("The sign", (
            ask("what", "What would be seen", needed=True),
            ask("on", "By which day", "line", "2019-02-26"),
        )),
        WHY,
    ),
    keys=(ask("", "Of which number", "choice", among="numbers", needed=True),),
)  # fmt: skip

ASSESSMENT = Kind(
    "school", "Assessments", "assessment", "Schools of thought: what each would change.",
    ("assessments",),
    (
        Group("The school", (
            NAME,
            ask("holder", "Who holds it"),
            ask("as_told_by", "Who tells it, if not its holder"),
            ask("wants", "What its holder hopes for", "said", "An event's name, or a statement."),
            ask("coded_after_outcome", "Coded when the outcome was known", "tick", among=YES_NO),
            NOTE,
            ask("cite", "Passages it rests on", "cites", among="sources"),
        )),
        Group("Which changes belong together", (
            ask("groups", "Name of the group, for each change", "groups", among="changes",
               when="old"),
        ), folded=True),
    ),
    keys=(ask("", "Short name", needed=True),), thing="assessment",
)  # fmt: skip

CHANGE = Kind(
    "change", "What assessments say otherwise", "change of an assessment",
    "What a school puts in a number's place. For all else that it says, open the assessment.",
    ("assessments", "*", "set"),
    (Group("Instead", (number("", "What this school puts there", of.SHARE, needed=True),)),),
    keys=(ask("", "Which assessment", "choice", among="assessments", needed=True),
          ask("", "Which number", "choice", among="numbers", needed=True)),
)  # fmt: skip

_MODELS = ("mean", "median", "vote", "nash", "procedural", "challenge", "spatial", "exchange")
_SPATIAL = {
    "victory": ("linear", "square", "quartic", "octic", "binary"),
    "election": ("conditional", "markov-incentive", "markov-uniform"),
    "transition": ("deterministic", "stochastic"),
    "vote": ("binary", "binary-proportional", "proportional", "proportional-cubic", "cubic",
             "asymmetric-prospect"),
    "risk": ("none", "one-third", "half", "two-thirds", "full"),
    "risk_range": ("min", "mid", "max"),
    "third_parties": ("none", "semi", "full"),
    "interpolation": ("s1p1", "s2p2", "s2pmax"),
    "bargain": ("initiator", "both", "compromise"),
}  # fmt: skip


def _words(*every: str) -> Words:
    return tuple((one, one.replace("-", " ")) for one in every)


MODELS = Kind(
    "models", "Models of influence", "models of influence",
    "Which model is shown first, and its rules.", ("influence",),
    (
        Group("The models", (
            ask("model", "Shown first", "choice", among=_words(*_MODELS)),
            ask("rounds", "Rounds of challenge and exchange", "plain", "Left out: 10."),
            ask("variant", "Challenge", "choice", among=(
                ("paper", "by the papers"), ("scholz-code", "as a well-known program has it"))),
        )),
        Group("The spatial model, by KTAB's names", (
            *(ask(f"spatial.{key}", key.replace("_", " "), "choice", among=_words(*words))
              for key, words in _SPATIAL.items()),
            ask("ideals", "Whose ideal is drawn to whose place, and by which share", "pulls",
               among="parties"),
        ), folded=True),
    ),
    single=True,
)  # fmt: skip
