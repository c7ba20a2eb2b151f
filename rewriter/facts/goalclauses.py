"""Verbs and clauses in a rough goal: "residents who recycle", "people to report online"."""

from __future__ import annotations

from dataclasses import dataclass, replace

from rewriter.facts.goalties import GoalTies
from rewriter.schemas import Quantity

_CLAUSE = 3  # words of a relative clause at least: "som mulig" is none
_AMONG = 5  # tokens from "more" to the verb: "more of the staff should cycle"
_SHORT = 3  # letters of an infinitive that may have any ending: "bo", "dra"
_LONGEST = 12  # words of a clause that can stand inside a sentence


@dataclass(frozen=True, slots=True)
class Clause:
    """What is counted and what it does: "residents" and "who recycle".

    `wished` marks what people are to be moved to do: "to recycle".
    """

    noun: str
    words: str
    first: int  # its first token
    end: int  # the token behind it
    wished: bool
    parted: bool = False  # by a comma


class GoalClauses(GoalTies):
    """Who does what, or is to do it, in the user's own words."""

    def clause(self, at: int, target: Quantity | None) -> Clause | None:
        """What is counted together with the clause behind it, where there is one."""
        words, lexicon = self.tokens.words, self.lexicon
        if target and target.kind == "percent":
            return self._part_of(self.index(target.end))
        if target and target.kind == "count":
            start = self.index(target.end)
        elif at >= 0:
            start = at + 1
        else:
            return None
        if target is None and words[at] in lexicon.people:
            found = self._moved(at)
            if found or self.is_unsaid(at):
                return found
        first, end = self._phrase(start)
        if end <= first:
            return None
        for i in range(first + 1, end):
            if self._is_participle(words[i]):
                return self._clause_from(first, i, i, wished=False)
        comma = end < len(words) and words[end] == ","
        behind = end + comma
        if behind + 1 < len(words) and words[behind] in lexicon.relatives:
            return self._clause_from(first, end, behind, wished=False)
        if end < len(words) and words[end] in self._modals:
            return self._wished(first, end, end + 1)
        while end < len(words) and words[end] in lexicon.links - lexicon.infinitive:
            end += 1
        if end < len(words) and self.marks_infinitive(end):
            begin = end if words[end - 1] not in lexicon.links else end - 1
            return self._clause_from(first, begin, begin, wished=True)
        return None

    @property
    def _modals(self) -> frozenset[str]:
        lexicon = self.lexicon
        return (lexicon.others & lexicon.aimed) - lexicon.infinitive - lexicon.links

    def _moved(self, at: int) -> Clause | None:
        """What people whom nobody names are to do: "more should cycle", "fler att cykla".

        Token `at` is the "more"; a phrase that tells among whom may stand behind it.
        """
        words, lexicon = self.tokens.words, self.lexicon
        # "Get more to join", but not "more to offer".
        moves = bool(lexicon.infinitive_endings) or any(d == "reach" for *_, d in self.directions)
        verb = at + 1
        while verb < len(words) and verb - at <= _AMONG and self._labels[verb] == "":
            if words[verb] in self._modals or (moves and self.marks_infinitive(verb)):
                break
            verb += 1
        else:
            return None
        end = verb
        if end - 1 > at and lexicon.wish.split()[:-1] == [words[end - 1]]:
            end -= 1
        if end > at + 1 and words[at + 1] not in lexicon.links:
            return None
        found = self._wished(at + 1, end, verb + 1)
        whom = self.tokens.slice(at + 1, end - 1) if end > at + 1 else ""
        if whom and words[at + 1] == lexicon.of:  # "more of the customers"
            whom = f"{min(lexicon.among)} {self.tokens.slice(at + 2, end - 1)}"
        return found and replace(found, noun=f"{lexicon.anybody} {whom}".strip())

    def _wished(self, first: int, noun_end: int, verb: int) -> Clause | None:
        """A clause made of a verb behind "should", and what belongs to it."""
        lexicon = self.lexicon
        found = self._clause_from(first, noun_end, verb, wished=True, least=1)
        if found is None or not lexicon.states.isdisjoint(self._verbs_of(found)):
            return None
        word = self.tokens.words[verb]
        if len(word) > _SHORT and not word.endswith(lexicon.infinitive_endings or word):
            return None  # "flere skal ansettes"
        if lexicon.wish:
            return replace(found, words=f"{lexicon.wish} {found.words}")
        *rest, last = found.words.split()
        parted = [p for p in lexicon.separable if last.startswith(p) and len(last) > len(p) + 3]
        if not last.endswith(lexicon.verbs_last) or last.startswith(lexicon.inseparable):
            return None
        if parted:
            rest.append(parted[0])
            last = last.removeprefix(parted[0])
        words = lexicon.wish_last.format(rest=" ".join(rest), verb=last)
        return replace(found, words=" ".join(words.split()))

    def _verbs_of(self, clause: Clause) -> list[str]:
        """The word of a clause that is its verb, by where verbs stand."""
        words = clause.words.lower().split()
        return words[-1:] if self.lexicon.wish_last else words[:1]

    def parts_of(self, target: Quantity) -> bool:
        """Whether the number is a share of people or things that are named: "60% of the"."""
        after = self.index(target.end)
        return after < len(self.tokens) and self.tokens.words[after] == self.lexicon.of

    def own_verb(self, target: Quantity, at: int) -> str:
        """The user's verb right before a number: "plant" in "plant 500 trees".

        A word of reaching at token `at` will do as well: "win 3 tenders".
        """
        words, lexicon = self.tokens.words, self.lexicon
        endings = lexicon.infinitive_endings + lexicon.verbs_last
        reach = any(
            last == at and first == at and way == "reach" for first, last, way in self.directions
        )
        if reach and words[at].endswith(endings or words[at]):
            return words[at]
        i = self.index(target.start) - 1
        if i < 0 or self._labels[i] or not words[i].isalpha():
            return ""
        known = lexicon.fillers | lexicon.links | lexicon.aimed | lexicon.change_to
        loose = known | lexicon.infinitive
        opening = all(word in loose for word in words[:i])
        fits = words[i].endswith(endings) if endings else True
        named = self._within(self.channels, i) or self._within(self.metrics, i)
        moves = any(first <= i <= last for first, last, _ in self.directions)
        if not opening or not fits or named or moves or words[i] in known:
            return ""
        return self.tokens.slice(i, i).lower()

    def last_verb(self, noun: str) -> tuple[str, str]:
        """A phrase parted into object and verb where verbs stand last: "bomen", "planten"."""
        lexicon = self.lexicon
        words = noun.split()
        if len(words) < 2 or not lexicon.verbs_last:
            return noun, ""
        *rest, verb = words
        if not verb.endswith(lexicon.verbs_last) or rest[-1].endswith(lexicon.adjectives):
            return noun, ""
        return " ".join(rest), verb.lower()

    def _part_of(self, i: int) -> Clause | None:
        """Those of whom a share is to do something: "60% of the tenants should report online"."""
        words, lexicon = self.tokens.words, self.lexicon
        if not lexicon.wish or i >= len(words) or words[i] != lexicon.of:
            return None  # else "a share of 9%" would be one
        first, (_, end) = i + 1, self._phrase(i + 1)
        if end <= first or end + 1 >= len(words) or words[end] not in lexicon.others:
            return None
        found = self._clause_from(first, end, end + 1, wished=True)
        return found and replace(found, words=f"{lexicon.wish} {found.words}")

    def _clause_from(
        self, first: int, noun_end: int, begin: int, *, wished: bool, least: int = 0
    ) -> Clause | None:
        words = self.tokens.words
        end = begin + 1
        while end < len(words) and self._labels[end] in ("", "number") and not self._ends(end):
            comma = words[end] == ","
            if (comma and not self.lexicon.clause_commas) or words[end] in ":;()–":
                break
            if words[end] in self.lexicon.ends or end - begin > _LONGEST:
                break
            end += 1
        while end > begin and words[end - 1] in ",-":
            end -= 1
        least = least or (2 if wished else _CLAUSE - 1)
        if end - begin < least or end - begin > _LONGEST:
            return None
        return Clause(
            self.tokens.slice(first, noun_end - 1),
            self.tokens.slice(begin, end - 1),
            first,
            end,
            wished,
            words[begin - 1] == ",",
        )
