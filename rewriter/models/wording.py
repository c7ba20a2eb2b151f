"""The pieces of a goal's sentences: figures with units, the metric's name, place, means."""

from __future__ import annotations

import re
import zlib
from collections.abc import Sequence
from typing import TypeVar

from rewriter.facts.goal import GoalReading
from rewriter.languages.drafts import Drafts
from rewriter.languages.metrics import MetricFacts, MetricNames, metric_table
from rewriter.languages.pack import Pack
from rewriter.models.figures import Figures
from rewriter.models.targets import Plan
from rewriter.schemas import GoalContext, Quantity

T = TypeVar("T")
_STEM = 5  # letters by which forms of a word are taken for the same
_ENDINGS = re.compile(r"[\s.;,:!?]+$")
_SPACES = re.compile(r"[ \t]{2,}")
# "kr.." and ",." come from figures and names that end in a sign of their own.
_DOUBLED = re.compile(r"\.(?=\.)|,\s*(?=[.,;])")
_BEFORE_SIGN = re.compile(r" (?=[.,;:!?])")
_UNTIDY = re.compile(r"[ \t]{2}|\.\.|,[.,;]| [.,;:!?]")


def capital(text: str) -> str:
    """The text with its first letter in upper case, the rest untouched."""
    return text[:1].upper() + text[1:]


def bare(text: str) -> str:
    """Free text of the user without the sign at its end."""
    return _ENDINGS.sub("", text.strip())


def joined(*parts: str) -> str:
    """The parts that are not empty, with a space between."""
    return " ".join(part for part in parts if part)


def tidy(text: str) -> str:
    """One space between words, one sign at a time."""
    if _UNTIDY.search(text):
        text = _BEFORE_SIGN.sub("", _DOUBLED.sub("", _SPACES.sub(" ", text)))
    return text.strip()


class Chooser:
    """Picks among wordings by the content of the goal: the same goal, the same words."""

    def __init__(self, seed: str) -> None:
        self._seed = seed.lower().encode()

    def pick(self, choices: Sequence[T], purpose: str) -> T:
        """One of the choices."""
        return choices[self.index(len(choices), purpose)]

    def index(self, count: int, purpose: str) -> int:
        """A number below `count`."""
        return zlib.crc32(self._seed + b"|" + purpose.encode()) % count


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
        self.per = ""
        given = reading.target or reading.baseline
        if given and given.per:
            self.per = self._per_text(given.per)
        self._channels = pack.metrics.channels
        # The user's own word for the metric, where the pack has a form for it.
        self._as_typed = names.also.get(reading.mention) or next(
            (said for said in names.also.values() if said.lower() == reading.mention), ""
        )
        self.one, self.many = self._counted()
        self.short_name = self._name()
        self.place = self._place()
        audience = context.audience.strip() if context.audience else ""
        among = self.drafts.among.format(audience=bare(audience)) if audience else ""
        detail = "" if self._says(reading.detail) else reading.detail
        self.name = joined(self.short_name, detail, self.place, among)
        self.tail = joined(detail, self.place, among)

    def _per_text(self, period: str) -> str:
        return next((text for name, text in self.drafts.per.items() if name == period), "")

    def _counted(self) -> tuple[str, str]:
        reading, names = self._reading, self._names
        if reading.noun:
            return reading.noun, joined(reading.modifier, reading.noun)
        if not names.many:
            return "", ""
        one, many = names.one, self._as_typed or names.many
        if reading.first_part and self._same_head(many):
            one, many = (reading.first_part + word for word in (one, many))
        return joined(reading.modifier, one), joined(reading.modifier, many)

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
            return joined(reading.modifier, name)
        return name

    def _place(self) -> str:
        reading, facts = self._reading, self._facts
        if reading.place:
            return self.drafts.via.format(name=bare(reading.place))
        home = facts.home
        at_home = self._names.home
        channel = reading.channel
        if channel is None or channel == home:
            # A phrase of the user's own says where; "newsletter subscribers" needs no place.
            if home == "website" and not reading.detail and self._facts.kind == "count":
                return at_home or self._channels[home].place
            return ""
        names = self._channels[channel]
        kind = metric_table().channels[channel].kind
        if kind not in facts.via:
            return names.place
        via = names.via or self.drafts.via.format(name=names.name)
        if home == "website":
            place = at_home or self._channels[home].place
            return self.drafts.to_place.format(place=place, via=via)
        return via

    @property
    def measured(self) -> str:
        """Where the figure is read, with its preposition."""
        reading = self._reading
        if reading.channel and self._facts.in_channel and not reading.noun:
            kind = metric_table().channels[reading.channel].kind
            named = reading.channel != "social_media" and kind in self._facts.in_channel
            if named:
                place = self.drafts.channel_statistics.format(
                    name=self._channels[reading.channel].name
                )
                return self._names.measured_in.format(statistics=place)
        return self._names.measured

    def figure(self, value: float, *, unit: bool = True, given: Quantity | None = None) -> str:
        """A figure of the metric, with what it counts where `unit` is wished."""
        kind = "count" if self._reading.noun else self._facts.kind
        number = self._figures.number(value)
        if given is not None and given.value_hi is not None:
            number = given.text
        if kind == "count":
            noun = self.one if value == 1 else self.many
            text = joined(number, noun) if unit else number
        elif kind == "percent":
            text = self._figures.percent(value)
        elif kind == "money":
            currency = given.unit if given and given.kind == "money" else None
            text = self._figures.money(value, currency)
        elif kind == "rating" and unit and self.scale_is_said:
            text = self.marked(value)
        elif kind in ("duration", "rating"):
            text = joined(number, self._own_unit()) if unit else number
        else:
            text = number
        return joined(text, self.per) if unit else text

    def marked(self, value: float) -> str:
        """A mark with its scale: 4.2 out of 5."""
        number, scale = (self._figures.number(v) for v in (value, self._facts.scale or 5))
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
                return given.unit
        return ""

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
        if plan.target is None or plan.base is None:
            return self.amount(plan)
        change = round(abs(plan.target - plan.base), 2)
        if self._facts.kind == "percent" and not self._reading.noun:
            return self._points(change)
        if self._facts.kind in ("rating", "score") and not self._reading.noun:
            forms = self.drafts.score_points
            form = forms["one" if change == 1 else "many"]
            return form.format(amount=self._figures.number(change))
        if plan.base == 0:
            return self.figure(change)
        share = round(change / abs(plan.base) * 100, 1)
        return self._figures.percent(share if share < 100 or share == int(share) else round(share))

    def more(self, value: float) -> str:
        """So many on top: "500 new followers"."""
        new = self.drafts.new
        if value == 1:
            word = new.neuter if self._names.gender == "neuter" else new.common
            return joined(self._figures.number(value), word, self.one)
        return joined(self._figures.number(value), new.many, self.many, self.per)

    def verb(self, plan: Plan) -> str:
        """Infinitive that takes `aim` as its object."""
        verbs, names = self.drafts.verbs, self._names
        if plan.form == "keep":
            return verbs.keep
        if plan.form in ("gain", "total"):
            return names.gain or verbs.gain
        own = names.up if plan.way == "up" else names.down
        if plan.form == "times":
            return verbs.times[f"{plan.amount:g}"]
        return own or (verbs.up if plan.way == "up" else verbs.down)
