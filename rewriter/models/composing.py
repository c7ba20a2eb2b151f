"""Sentences of the embedded model: one letter after the other from the pack's templates."""

from __future__ import annotations

from datetime import date

from rewriter.facts.goal import GoalReading
from rewriter.facts.goalwords import goal_lexicon
from rewriter.facts.pace import PERIOD_DAYS
from rewriter.facts.tokens import Tokens
from rewriter.languages.drafts import Asked, Assumed, Drafts, Grounds, Unknown, Way
from rewriter.languages.metrics import MetricFacts, MetricNames
from rewriter.languages.numbers import Period
from rewriter.languages.pack import Pack
from rewriter.models.articles import with_article
from rewriter.models.figures import Figures
from rewriter.models.targets import Plan
from rewriter.models.wording import Chooser, Wording, bare, capital, joined, tidy
from rewriter.schemas import Deadline, DraftRequest, FieldName

_LONGEST_LEAD = 80  # characters of a means that stands at the head of a sentence
_SHORT_TERM = 45  # days below which figures are looked at every week


class Composer:
    """Writes the fields, assumptions and questions of one goal."""

    def __init__(
        self,
        pack: Pack,
        request: DraftRequest,
        reading: GoalReading,
        facts: MetricFacts,
        day: date,
        given: Deadline | None,
    ) -> None:
        self.facts = facts
        self.plan: Plan
        self._pack = pack
        self._drafts = drafts = pack.drafts
        self._request, self._reading, self._context = request, reading, request.context
        known = reading.metric or ("customers" if reading.launched else "")
        names: MetricNames = pack.metrics.metrics.get(known) or _unknown(
            drafts, facts.direction, reading.noun
        )
        self._names = names
        self._figures = figures = Figures(pack, request.options)
        self._words = Wording(pack, reading, request.context, facts, names, figures)
        self._choose = Chooser(request.goal)
        period = self._period()
        self.period_days = PERIOD_DAYS[period] if period else None
        if period and request.context.history and not facts.stock:
            self._words.per = drafts.per[period]
        written = figures.given_day(given) if given else figures.day(day)
        levers = names.levers
        first = self._choose.index(len(levers), "lever")
        other = levers[(first + 1) % len(levers)]
        lever = bare(reading.lever) or levers[first]
        if reading.lever:
            other = lever
        reason = self._reason()
        reasons = names.reasons
        told = self._choose.index(len(reasons), "why")
        short = (day - request.today).days < _SHORT_TERM
        rhythm = drafts.weekly if short else drafts.monthly
        if facts.surveyed and not reading.noun:
            rhythm = drafts.monthly if short else drafts.quarterly
        self._slots: dict[str, str] = {
            "name": self._words.name,
            "counted": joined(self._words.many, self._words.tail),
            "lever": lever,
            "other": other,
            "measured": self._words.measured,
            "rhythm": rhythm,
            "date": written,
            "by": drafts.by.format(date=written),
            "why": reasons[told].why,
            "so": reason or reasons[(told + 1) % len(reasons)].so,
            "reason": reason,
            "business_goal": bare(request.context.business_goal or ""),
        }

    def _period(self) -> Period | None:
        """The period that one figure of the history stands for, where the user said so."""
        words = Tokens(self._context.period or "").words
        for period, spellings in self._pack.numbers.periods.items():
            if not set(spellings.split()).isdisjoint(words):
                return period
        return None

    def _reason(self) -> str:
        return bare(self._reading.reason)

    def set_plan(self, plan: Plan) -> None:
        """The numbers to write about."""
        self.plan = plan
        words, drafts, slots = self._words, self._drafts, self._slots
        given = self._reading.target if plan.proposal is None else None
        slots["amount"] = words.amount(plan)
        slots["growth"] = drafts.growth[plan.way].format(amount=slots["amount"])
        if plan.target is not None:
            unit_on_base = self.facts.kind in ("percent", "money") and not self._reading.noun
            target = words.figure(plan.target, given=given)
            slots["target"] = slots["figure"] = self._bounded(target)
            if words.many:
                bare_figure = joined(words.figure(plan.target, unit=False, given=given), words.per)
                slots["figure"] = self._bounded(bare_figure)
            slots["marked"] = words.marked(plan.target)
            slots["more"] = words.more(plan.target)
            if plan.form == "total":
                slots["more"] = slots["target"]
            if plan.base is not None:
                slots["base"] = words.figure(plan.base, unit=unit_on_base)
                slots["growth"] = drafts.growth[plan.way].format(amount=words.difference(plan))
        if self._context.history:
            figures = [
                words.figure(v, unit=self.facts.kind == "percent" and not self._reading.noun)
                for v in self._context.history
            ]
            slots["history"] = self._figures.listed(figures)
        slots["verb"] = words.verb(plan)
        slots["rise"] = drafts.rise[plan.way]
        slots["arrive"] = drafts.arrive[plan.way]
        slots["aim"] = self._aim()
        # A long means before the verb makes the reader wait; one with a clause asks for a comma.
        lever = slots["lever"]
        relatives = goal_lexicon(self._pack.code).relatives
        plain = "," not in lever and relatives.isdisjoint(lever.split())
        self._may_lead = len(lever) <= _LONGEST_LEAD and plain
        # "by 10% by posting": the comma keeps the two apart.
        change = slots["aim"].removeprefix(words.name).split()
        self._echoes = bool(change) and change[0] == slots["lever"].split()[0]
        for name in tuple(slots):
            slots[capital(name)] = capital(slots[name])

    def _bounded(self, target: str) -> str:
        bound = {"min": self._drafts.at_least, "max": self._drafts.at_most}.get(self.plan.bound)
        return bound.format(target=target) if bound else target

    def _aim(self) -> str:
        plan, slots, words, drafts = self.plan, self._slots, self._words, self._drafts
        if self._reading.launched and plan.form in ("gain", "total"):
            slots["verb"] = drafts.verbs.launch
            stops = goal_lexicon(self._pack.code).links
            launched = with_article(self._reading.launched, drafts.articles, stops)
            return drafts.launch.format(launched=launched, more=slots["more"])
        if plan.form in ("gain", "total"):
            return joined(slots["more"], words.tail)
        form = "from_to" if plan.form == "times" and plan.base is not None else plan.form
        figures = dict(slots)
        if (
            plan.form in ("from_to", "to", "times", "keep")
            and words.many
            and plan.target is not None
        ):
            # "the number of leads from 32 to 40": the object has said what is counted.
            figures["target"] = slots["figure"]
        change = drafts.change["by_level" if plan.from_today else form].format(**figures)
        return joined(words.name, change)

    def field(self, name: FieldName) -> str:
        """The text of a letter or of the closing sentence."""
        writer = {
            "specific": self._specific,
            "measurable": self._measurable,
            "achievable": self._achievable,
            "relevant": self._relevant,
            "time_bound": self._time_bound,
            "statement": self._statement,
        }[name]
        return tidy(writer())

    def _fill(self, templates: tuple[str, ...], purpose: str) -> str:
        if len(templates) > 1 and not self._may_lead:
            templates = tuple(t for t in templates if not t.startswith("{Lever}"))
        template = self._choose.pick(templates, purpose)
        if self._echoes:
            template = template.replace("{aim} {lever}", "{aim}, {lever}")
        return template.format(**self._slots)

    def _specific(self) -> str:
        context, drafts = self._context, self._drafts
        sentences = [self._fill(drafts.specific, "specific")]
        if context.owner:
            sentences.append(drafts.owner.format(owner=bare(context.owner)))
        if context.market:
            sentences.append(drafts.market.format(market=bare(context.market)))
        return " ".join(sentences)

    def _measurable(self) -> str:
        form = self.plan.form
        if form == "times" and self.plan.base is not None:
            form = "from_to"
        return self._fill(self._drafts.measurable[form], "measurable")

    def _achievable(self) -> str:
        plan, drafts = self.plan, self._drafts
        grounds: Grounds
        if plan.beyond_history:
            grounds = "beyond_history"
        elif self._context.history and plan.target is not None:
            grounds = "history"
        elif plan.steep:
            grounds = "steep"
        elif plan.base is not None and plan.target is not None and plan.base != plan.target:
            grounds = "baseline"
        elif plan.target is not None and plan.form != "times":
            grounds = "to"
        else:
            grounds = "by"
        if plan.form == "gain":
            self._slots["target"] = self._slots["more"]
            self._slots["Target"] = self._slots["More"]
        text = self._fill(drafts.achievable[grounds], "achievable")
        if self._context.resources:
            text = f"{text} {drafts.resources.format(resources=bare(self._context.resources))}"
        return text

    def _relevant(self) -> str:
        drafts, slots = self._drafts, self._slots
        if slots["business_goal"]:
            return self._fill(drafts.relevant_business, "relevant")
        if slots["reason"]:
            return self._fill(drafts.relevant_reason, "relevant")
        return self._fill(drafts.relevant, "relevant")

    def _time_bound(self) -> str:
        return self._fill(self._drafts.time_bound, "time_bound")

    def _statement(self) -> str:
        return self._fill(self._drafts.statement, "statement")

    @property
    def assumes_scale(self) -> bool:
        """Whether the highest mark had to be taken for granted."""
        return self.facts.kind == "rating" and not self._words.scale_is_said

    @property
    def baseline_question(self) -> Asked:
        """Which way to ask for the starting point."""
        if not self._words.many:
            return "baseline"
        return "baseline_stock" if self.facts.stock else "baseline_flow"

    def assumption(self, name: Assumed) -> str:
        """What was taken for granted, in words."""
        return tidy(self._drafts.assumptions[name].format(**self._slots))

    def question(self, name: Asked) -> str:
        """What to ask."""
        if name.startswith("baseline") and self._names.ask:
            return self._names.ask
        verb = self._drafts.verbs.down if self.facts.direction == "up" else self._drafts.verbs.up
        return tidy(self._drafts.questions[name].format(**{"verb": verb, **self._slots}))


def _unknown(drafts: Drafts, way: Way, noun: str) -> Unknown:
    """How to write of what is counted, by how its name ends."""
    fitting = [entry for entry in drafts.unknown if entry.way == way]
    word = noun.lower()
    named = [entry for entry in fitting if entry.nouns and word.endswith(entry.nouns)]
    return (named or [entry for entry in fitting if not entry.nouns])[0]
