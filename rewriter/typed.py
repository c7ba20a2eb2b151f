"""What people type around a goal, read into a `GoalContext`: for the command and the page."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from typing import Any

from babel.numbers import NumberFormatError, parse_decimal

from rewriter.errors import InputError, UnknownLanguageError
from rewriter.languages.pack import Pack, available_languages, load_pack
from rewriter.schemas import GoalContext

_LOCALE = re.compile(r"([a-z]{2,3})(?:[-_][a-z]{4})?(?:[-_]([a-z]{2}))?(?![a-z])", re.IGNORECASE)


def read_history(text: str, pack: Pack) -> tuple[float, ...]:
    """The figures of past periods, oldest first, in the number format of `pack`.

    Semicolons or line breaks part them; without those, commas followed by a space; without
    those, commas.  Blanks part nothing: they stand between thousands.  Raises `InputError` in
    the language of `pack`.

    >>> from rewriter.languages.pack import load_pack
    >>> read_history("30,32", load_pack("da"))
    (30.0, 32.0)
    >>> read_history("1 200; 3,5", load_pack("nb"))
    (1200.0, 3.5)
    """
    if ";" in text or "\n" in text.strip():
        parts = re.split(r"[;\n]", text)
    elif re.search(r",\s", text):
        parts = re.split(r",\s", text)
    else:
        parts = text.split(",")
    try:
        if parts == [text] and len(text.split()) > 1:
            # "120 135" may be two results or one large one: better asked than guessed.
            raise NumberFormatError(text)
        return tuple(_figure(part, pack) for part in parts if part.strip())
    except NumberFormatError as error:
        raise InputError(pack.interface.context.not_figures.format(text=text.strip())) from error


def _figure(text: str, pack: Pack) -> float:
    # People type any space between thousands; CLDR knows one per language.
    compact = re.sub(r"(?<=\d)\s(?=\d{3}(?!\d))", "", text.strip())
    # Babel reads "inf", "nan" and "1e9" too; nobody has had infinitely many leads.
    if not re.fullmatch(r"[-+−]?[\d.,'’\s]*\d", compact):
        raise NumberFormatError(text)
    return float(parse_decimal(compact, locale=pack.locale, strict=True))


def read_context(fields: Mapping[str, str | None], pack: Pack) -> GoalContext | None:
    """The context from its fields as typed; None when all are blank.

    Raises `InputError` in the language of `pack` when the past results are no figures.

    >>> from rewriter.languages.pack import load_pack
    >>> context = read_context({"owner": " Maria ", "history": "30; 32"}, load_pack("en"))
    >>> context.owner, context.history, context.channel
    ('Maria', (30.0, 32.0), None)
    """
    given: dict[str, Any] = {
        name: value.strip() for name, value in fields.items() if value and value.strip()
    }
    if not given:
        return None
    if "history" in given:
        given["history"] = read_history(given["history"], pack)
    return GoalContext(**given)


def read_locale(text: str | None) -> str | None:
    """A locale as browsers and shells name it, in Babel's form; None when it says nothing.

    >>> read_locale("nb-NO"), read_locale("sv_SE.UTF-8"), read_locale("C.UTF-8")
    ('nb_NO', 'sv_SE', None)
    """
    found = _LOCALE.match(text or "")
    if not found:
        return None
    language, territory = found[1].lower(), found[2]
    return f"{language}_{territory.upper()}" if territory else language


def locale_of_environment() -> str | None:
    """The locale that the shell is set to, by the usual precedence."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if value := os.environ.get(name):
            return read_locale(value)
    return None


def pack_for(*wishes: str | None) -> Pack:
    """The pack of the first wish that names a language with a pack, else the first there is.

    >>> pack_for(None, "fr-FR", "no"), pack_for("fr")
    (Pack('nb'), Pack('en'))
    """
    for wish in wishes:
        if wish:
            try:
                return load_pack(wish)
            except UnknownLanguageError:
                continue
    return load_pack(available_languages()[0])
