"""The pieces of a goal's sentences: figures with units, the metric's name, place, means."""

from __future__ import annotations

from collections.abc import Sequence

from rewriter.facts.goal import GoalReading
from rewriter.facts.goalwords import goal_lexicon
from rewriter.facts.tokens import Tokens
from rewriter.languages.drafts import Drafts
from rewriter.languages.metrics import (
    MetricFacts,
    MetricKind,
    MetricNames,
    metric_table,
)
from rewriter.languages.pack import Pack
from rewriter.models.figures import Figures
from rewriter.models.targets import Plan
from rewriter.models.texts import bare, closed, joined
from rewriter.schemas import GoalContext, Quantity

_WHOLE_FROM = 2.5  # per cent; above it nobody says "up by 5.7 %"
_STEM = 5  # letters by which forms of a word are taken for the same


class Wording:
    """How this goal's metric, place and figures are said."""

    def __init__(
        self,
        pack: Pack,
        reading: GoalReading,
        context: GoalContext,
        facts: MetricFacts,
        names: MetricNames,
        figures: Figures,
    ) -> None:
        self.drafts: Drafts = pack.drafts
        self._pack = pack
        self._reading = reading
        self._facts = facts
        self._names = names
        self._figures = figures
        self._has_history = bool(context.history)
        self._channel_is_given = bool(context.channel)
        self.per = ""
        self._decimals = 0  # of a mark, as many as the other mark of the goal has
        if told := [q.per for q in (reading.target, reading.baseline) if q and q.per]:
            self.per = self._per_text(told[0])
        self._channels = pack.metrics.channels
        # The user's own word for the metric, where the pack has a form for it.
        self._as_typed = names.also.get(reading.mention) or next(
            (said for said in names.also.values() if said.lower() == reading.mention), ""
        )
        self.one, self.many = self._counted()
        self.short_name = self._name()
        self.place = self._place()
        audience = context.audience.strip() if context.audience else reading.doers
        among = self.drafts.among.format(audience=self._list(audience)) if audience else ""
        detail = "" if self._says(reading.detail) else self._closed(reading.detail)
        self.name = joined(self.short_name, detail, self.place, among)
        # New customers are told by who they are first: "among vets, through fairs".
        where = (among, self.place) if reading.launched else (self.place, among)
        self.tail = joined(reading.wished, detail, *where)
        if reading.is_share:
            self.one = self.many = ""  # the figures are shares

    def _per_text(self, period: str) -> str:
        return next((text for name, text in self.drafts.per.items() if name == period), "")

    def _counted(self) -> tuple[str, str]:
        reading, names = self._reading, self._names
        if reading.noun:
            sign = "," if reading.parted else ""
            noun = joined(reading.noun + sign * bool(reading.clause), reading.clause) + sign
            noun = noun if sign else self._closed(noun)
            return noun, joined(reading.modifier, noun)
        if not names.many:
            return "", ""
        one, many = names.one, self._as_typed or names.many
        if reading.first_part and self._same_head(many):
            one, many = (reading.first_part + word for word in (one, many))
        return joined(reading.modifier, one), joined(reading.modifier, many)

    def _closed(self, text: str) -> str:
        goal = self._pack.metrics.goal
        closes = self.drafts.closes_clauses
        return closed(text, goal.relatives, opens=goal.clause_commas) if closes else text

    def _list(self, text: str) -> str:
        """A list of the user's with "and" before its last member."""
        parts = [part.strip() for part in bare(text).split(",")]
        joined_already = goal_lexicon(self._pack.code).joiners.hits(Tokens(text))
        return bare(text) if joined_already or not all(parts) else self._figures.listed(parts)

    def _same_head(self, word: str) -> bool:
        """Whether the compound that the user typed ends in this very noun, in whatever form."""
        heads = self._names.heads
        stem = word[:4].lower()
        return any(head.startswith(stem) for head in heads)

    def _says(self, detail: str) -> bool:
        """Whether the metric's name says it already: "onder klanten" of "het klantverloop"."""
        goal = self._pack.metrics.goal
        known = {*goal.links, *goal.fillers}
        words = [word for word in detail.lower().split() if word not in known]
        return all(word[:_STEM] in self.short_name.lower() for word in words)

    def _name(self) -> str:
        reading, names = self._reading, self._names
        if self.many and reading.is_share:
            many = self.many
            if not reading.wished:
                return self.drafts.share_of.format(many=many)
            many = self.drafts.share_part.format(many=many)
            return self.drafts.persuaded.format(many=many, wished=reading.wished)
        if self.many and reading.wished:
            persuaded = self.drafts.persuaded.format(many=self.many, wished=reading.wished)
            return self.drafts.number_of.format(many=persuaded)
        if self.many:
            own = reading.noun or reading.first_part or reading.modifier or self._as_typed
            if names.name and not own:
                return names.name
            return self.drafts.number_of.format(many=self.many)
        name = self._as_typed or names.name
        link = reading.detail.partition(" ")[0]
        if link and f" {link} " in name:
            # "kendskabet til brandet" gives way to the user's "til vores brand".
            return name[: name.index(f" {link} ")]
        first, _, last = name.rpartition(" ")
        if reading.first_part and self._same_head(last):
            return joined(first, reading.first_part + last)
        if reading.modifier and not first:
            # Beside a modifier the name stays as typed: "medlemmernes engagement".
            return joined(reading.modifier, reading.mention or name)
        return name

    @property
    def plain_name(self) -> str:
        """The metric's own name, without anything of the user's."""
        return self._names.name or self.drafts.number_of.format(many=self._names.many)

    def _place(self) -> str:
        reading, facts = self._reading, self._facts
        if reading.place:
            return self.drafts.via.format(name=self._list(reading.place))
        home = facts.home
        at_home = self._names.home
        channel = reading.channel
        if channel is None or channel == home:
            # A phrase of the user's own says where; "newsletter subscribers" needs no place.
            place = at_home or (self._channels[home].place if home else "")
            if home == "website" and not reading.detail and self._facts.kind == "count":
                return place
            return place if self._home_is_given(home) else ""
        where = self._where([channel, *reading.more_channels])
        if home == "website" and metric_table().channels[channel].kind in facts.via:
            place = at_home or self._channels[home].place
            return self.drafts.to_place.format(place=place, via=where)
        return where

    def _where(self, channels: Sequence[str]) -> str:
        """Several channels with one preposition, where they share it."""
        texts = []
        for channel in channels:
            names = self._channels[channel]
            through = metric_table().channels[channel].kind in self._facts.via
            via = names.via or self.drafts.via.format(name=names.name)
            texts.append(via if through else names.place)
        heads = {text.partition(" ")[0] for text in texts}
        if len(texts) > 1 and len(heads) == 1:
            rest = self._figures.listed([text.partition(" ")[2] for text in texts])
            return joined(heads.pop(), rest)
        return self._figures.listed(texts)

    def _home_is_given(self, home: str | None) -> bool:
        """Whether the user named the home channel apart, and the metric's name does not."""
        if not home or not self._channel_is_given:
            return False
        stem = self._channels[home].name[:_STEM].lower()
        return stem not in self.short_name.lower()

    @property
    def measured(self) -> str:
        """Where the figure is read, with its preposition."""
        reading = self._reading
        alone = not reading.more_channels and not reading.noun
        if reading.channel and alone and self._facts.in_channel:
            kind = metric_table().channels[reading.channel].kind
            named = reading.channel != "social_media" and kind in self._facts.in_channel
            if named:
                place = self.drafts.channel_statistics.format(
                    name=self._channels[reading.channel].name
                )
                return self._names.measured_in.format(statistics=place)
        return self._names.measured

    def align(self, *marks: float | None) -> None:
        """Write all of these marks like those with a tenth: "from 3.9 to 4.0"."""
        if self.kind == "rating":
            self._decimals = int(any(mark is not None and mark != round(mark) for mark in marks))

    def figure(self, value: float, *, unit: bool = True, given: Quantity | None = None) -> str:
        """A figure of the metric, with what it counts where `unit` is wished."""
        kind = self.kind
        number = self._figures.number(value, self._decimals)
        if given is not None and given.value_hi is not None:
            number = given.text
        if kind == "count":
            noun = self.one if value == 1 else self.many
            text = joined(number, noun) if unit else number
        elif kind == "percent":
            text = self._figures.percent(value)
        elif kind == "money":
            text = self._figures.money(value, self._currency(given))
        elif kind == "rating" and unit and self.scale_is_said:
            text = self.marked(value)
        elif kind in ("duration", "rating"):
            text = joined(number, self._own_unit()) if unit else number
        else:
            text = number
        return joined(text, self.per) if unit else text

    @property
    def kind(self) -> MetricKind:
        """What sort of figures these are."""
        counted = self._reading.noun and not self._reading.is_share
        return "count" if counted else self._facts.kind

    def _currency(self, given: Quantity | None) -> str | None:
        """The user's own currency: that of the figure, else of any other figure of the goal."""
        said = (given, self._reading.target, self._reading.baseline)
        return next((q.unit for q in said if q and q.kind == "money"), None)

    def marked(self, value: float) -> str:
        """A mark with its scale: 4.2 out of 5."""
        number = self._figures.number(value, self._decimals)
        scale = self._figures.number(self._facts.scale or 5)
        return self.drafts.rating.format(amount=number, scale=scale)

    @property
    def scale_is_said(self) -> bool:
        """Whether the scale is the user's, or that of a target which is proposed from nothing."""
        given = [q for q in (self._reading.target, self._reading.baseline) if q]
        return any(q.scale for q in given) or not (given or self._has_history)

    def _own_unit(self) -> str:
        """The user's own word for the unit: hours, stars."""
        for given in (self._reading.target, self._reading.baseline):
            if given and given.unit and given.kind in ("count", "rating"):
                return self._plural(given.unit)
        return ""

    def _plural(self, unit: str) -> str:
        """The unit without the ending of a genitive: "3 minuters kötid"; none in the singular."""
        endings = self._pack.metrics.goal.plural_endings
        if unit.endswith(tuple(f"{ending}s" for ending in endings if ending != "s")):
            return unit[:-1]
        marks = self._facts.kind == "rating"
        return "" if marks and not unit.endswith(endings) else unit

    def amount(self, plan: Plan) -> str:
        """The change: 10%, 5 percentage points, 500 followers."""
        if plan.form == "times":
            return self._figures.percent(abs(plan.amount - 1) * 100)
        if plan.amount_kind == "share":
            return self._figures.percent(plan.amount * 100)
        if plan.amount_kind == "points":
            return self._points(plan.amount)
        return self.figure(plan.amount)

    def _points(self, amount: float) -> str:
        plural = self.drafts.score_points if self._facts.kind == "score" else None
        forms = plural or self.drafts.percentage_points
        form = forms["one" if amount == 1 else "many"]
        return form.format(amount=self._figures.number(amount))

    def difference(self, plan: Plan) -> str:
        """How far it is from the starting point to the target, as people say it."""
        if plan.target is None or plan.base is None or plan.form == "times":
            return self.amount(plan)
        if plan.amount and plan.amount_kind == "share" and plan.proposal is None:
            return self._figures.percent(plan.amount * 100)  # the user's own
        if plan.amount and plan.amount_kind == "units" and plan.proposal is None:
            return self.figure(plan.amount)
        change = round(abs(plan.target - plan.base), 2)
        if self.kind == "percent":
            return self._points(change)
        if self.kind in ("rating", "score"):
            forms = self.drafts.score_points
            form = forms["one" if change == 1 else "many"]
            return form.format(amount=self._figures.number(change))
        if plan.base == 0:
            return self.figure(change)
        share = change / abs(plan.base) * 100
        return self._figures.percent(round(share) if share >= _WHOLE_FROM else round(share, 1))

    def more(self, value: float) -> str:
        """So many on top: "500 new followers"."""
        new = self.drafts.new
        if value == 1:
            word = new.neuter if self._names.gender == "neuter" else new.common
            return joined(self._figures.number(value), word, self.one)
        word = self._reading.gained or new.many
        return joined(self._figures.number(value), word, self.many, self.per)

    def verb(self, plan: Plan) -> str:
        """Infinitive that takes `aim` as its object."""
        verbs, names = self.drafts.verbs, self._names
        if plan.form == "keep":
            return verbs.keep
        if plan.form in ("gain", "total"):
            if self._reading.wished:
                return verbs.persuade
            return self._reading.verb or names.gain or verbs.gain
        own = names.up if plan.way == "up" else names.down
        if plan.form == "times":
            return verbs.times[f"{plan.amount:g}"]
        return own or (verbs.up if plan.way == "up" else verbs.down)
