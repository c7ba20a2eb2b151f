"""Sentences of the embedded model: one letter after the other from the pack's templates."""

from __future__ import annotations

from datetime import date

from rewriter.facts.goal import GoalReading
from rewriter.facts.goalwords import goal_lexicon
from rewriter.facts.pace import PERIOD_DAYS
from rewriter.facts.tokens import Tokens
from rewriter.languages.drafts import Asked, Assumed, Drafts, Grounds, Letters, Unknown, Way
from rewriter.languages.metrics import MetricFacts, MetricNames
from rewriter.languages.numbers import Period
from rewriter.languages.pack import Pack
from rewriter.models.articles import with_article
from rewriter.models.figures import Figures
from rewriter.models.targets import Plan
from rewriter.models.texts import Chooser, bare, capital, fitting, joined, tidy
from rewriter.models.wording import Wording
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
        self._letters: Letters = drafts.formal if request.options.tone == "formal" else drafts
        known = reading.metric or ("customers" if reading.launched else "")
        lexicon = goal_lexicon(pack.code)
        topic = reading.topic
        if reading.spent and drafts.closes_clauses:
            end = Tokens(topic).ends[lexicon.spent.find(Tokens(topic))[0][1]]
            opens = "," if pack.metrics.goal.clause_commas else ""
            topic = f"{topic[:end]}{opens}{topic[end:]},"
        names: MetricNames = pack.metrics.metrics.get(known) or _unknown(
            drafts, facts.direction, reading.noun, topic
        )
        self._names = names
        self._figures = figures = Figures(pack, request.options, _currency_of(reading))
        self._words = Wording(pack, reading, request.context, facts, names, figures)
        self._choose = Chooser(request.goal)
        # Words that begin a clause inside a phrase: "who", "when", "what".
        self._clauses = lexicon.relatives | lexicon.asking | (lexicon.ends - lexicon.links)
        period = self._period()
        self.period_days = PERIOD_DAYS[period] if period else None
        flows = facts.kind in ("count", "money") and not (facts.stock or facts.unit_price)
        if period and request.context.history and flows:
            self._words.per = drafts.per[period]
        written = figures.given_day(given) if given else figures.day(day)
        trade = reading.trade or facts.trade
        levers = [lever.text for lever in fitting(names.levers, trade)]
        first = self._choose.index(len(levers), "lever")
        other = levers[(first + 1) % len(levers)]
        lever = bare(reading.lever) or levers[first]
        if reading.lever:
            other = lever
        reason = self._reason()
        reasons = list(fitting(names.reasons, trade))
        if facts.crowd and trade in drafts.crowd:
            own = [reason for reason in reasons if trade != "cause" or reason.trade == trade]
            reasons = [*own, *drafts.crowd[trade]]
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
        words.align(plan.base, plan.target, *self._context.history)
        slots["amount"] = words.amount(plan)
        slots["growth"] = drafts.growth[plan.way].format(amount=slots["amount"])
        if plan.target is not None:
            unit_on_base = words.kind in ("percent", "money")
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
                base = words.figure(plan.base, unit=unit_on_base)
                slots["base"] = base.removesuffix(f" {words.per}") if words.per else base
                slots["growth"] = drafts.growth[plan.way].format(amount=words.difference(plan))
        if self._context.history:
            figures = [words.figure(v, unit=words.kind == "percent") for v in self._context.history]
            slots["history"] = self._figures.listed(figures)
        slots["verb"] = words.verb(plan)
        slots["rise"] = drafts.rise[plan.way]
        slots["arrive"] = drafts.arrive[plan.way]
        slots["aim"] = self._aim()
        # A long means before the verb makes the reader wait; one with a clause asks for a comma.
        lever = slots["lever"]
        plain = "," not in lever and self._clauses.isdisjoint(lever.split())
        short = len(lever) <= _LONGEST_LEAD
        self._no_leads = () if short and plain else ("{Lever} ",) if short else ("{Lever}",)
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
            more = joined(slots["more"], words.tail)
            return drafts.launch.format(launched=launched, more=more)
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
        if len(templates) > 1 and self._no_leads:
            templates = tuple(t for t in templates if not t.startswith(self._no_leads))
        # Asked again for a letter that was found wanting, it is put another way.
        turn = 1 if self._request.findings else 0
        at = self._choose.index(len(templates), purpose)
        template = templates[(at + turn) % len(templates)]
        if self._echoes:
            template = template.replace("{aim} {lever}", "{aim}, {lever}")
        return template.format(**self._slots)

    def _specific(self) -> str:
        context, drafts = self._context, self._letters
        sentences = [self._fill(drafts.specific, "specific")]
        if self._reading.remark:
            sentences.append(self._drafts.remark.format(text=bare(self._reading.remark)))
        if context.owner:
            sentences.append(drafts.owner.format(owner=bare(context.owner)))
        if context.market:
            sentences.append(drafts.market.format(market=bare(context.market)))
        return " ".join(sentences)

    def _measurable(self) -> str:
        form = self.plan.form
        if form == "times" and self.plan.base is not None:
            form = "from_to"
        return self._fill(self._letters.measurable[form], "measurable")

    def _achievable(self) -> str:
        plan, drafts = self.plan, self._letters
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
        drafts, slots = self._letters, self._slots
        if slots["business_goal"]:
            return self._fill(drafts.relevant_business, "relevant")
        if slots["reason"]:
            return self._fill(drafts.relevant_reason, "relevant")
        return self._fill(drafts.relevant, "relevant")

    def _time_bound(self) -> str:
        letters = self._letters
        keeps = self.plan.form == "keep"
        return self._fill(letters.time_bound_keep if keeps else letters.time_bound, "time_bound")

    def _statement(self) -> str:
        letters = self._letters
        keeps = self.plan.form == "keep"
        return self._fill(letters.statement_keep if keeps else letters.statement, "statement")

    @property
    def assumes_scale(self) -> bool:
        """Whether the highest mark had to be taken for granted."""
        marks = self.facts.kind == "rating" and self.plan.target is not None
        return marks and not self._words.scale_is_said

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
        slots = self._slots
        if name == "which_direction":  # what stands around the metric may have been misread
            slots = {**slots, "name": self._words.plain_name}
        verb = self._drafts.verbs.down if self.facts.direction == "up" else self._drafts.verbs.up
        return tidy(self._drafts.questions[name].format(**{"verb": verb, **slots}))


def _currency_of(reading: GoalReading) -> str | None:
    given = (reading.target, reading.baseline)
    return next((q.unit for q in given if q and q.kind == "money"), None)


def _unknown(drafts: Drafts, way: Way, noun: str, topic: str) -> Unknown:
    """How to write of what is counted, by how one of its words ends; of a topic by its name."""
    entries = [entry for entry in drafts.unknown if entry.way == way]
    words = noun.lower().split()
    named = [e for e in entries if e.nouns and any(word.endswith(e.nouns) for word in words)]
    found = (named or [entry for entry in entries if not entry.nouns])[0]
    return found.model_copy(update={"name": topic}) if topic and not noun else found
