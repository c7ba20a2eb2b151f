"""The language of a goal."""

from __future__ import annotations

import pytest

from rewriter.languages.detect import detect_language, foreign_language

CASES = [
    ("en", "get more people to book a test drive"),
    ("en", "win back lapsed donors"),
    ("nb", "få flere til å bestille time på nettet"),
    ("nb", "lavere fraflytting blant leietakerne"),
    ("nb", "økt synlighet i lokalavisen"),
    ("nb", "auke salet av sesongkort"),
    ("da", "få flere til at booke tid online"),
    ("da", "øget synlighed i lokalavisen"),
    ("da", "sælge flere sæsonkort"),
    ("da", "hurtigere svar på henvendelser fra medlemmerne"),
    ("sv", "få fler att boka tid på nätet"),
    ("sv", "ökad synlighet i lokaltidningen"),
    ("sv", "sälja fler säsongskort"),
    ("nl", "meer mensen online een afspraak laten maken"),
    ("nl", "meer seizoenskaarten verkopen"),
    ("nl", "sneller antwoord op vragen van leden"),
]


@pytest.mark.parametrize(("code", "text"), CASES, ids=[text for _, text in CASES])
def test_rough_goals(code: str, text: str) -> None:
    """Short goals are told apart without help."""
    assert detect_language(text) == code


@pytest.mark.parametrize(
    ("text", "locale", "code"),
    [
        pytest.param("flere leads", "da_DK", "da", id="danish locale"),
        pytest.param("flere leads", "nb-NO", "nb", id="norwegian locale"),
        pytest.param("flere leads", "no", "nb", id="old norwegian code"),
        pytest.param("meer omzet", "en_GB", "nl", id="locale does not beat the words"),
        pytest.param("CTR", "sv_SE", "sv", id="jargon alone"),
        pytest.param("", "nl_BE", "nl", id="nothing but a locale"),
        pytest.param("", None, "en", id="nothing at all"),
        pytest.param("🎉🎉", None, "en", id="emoji"),
    ],
)
def test_locale_breaks_ties(text: str, locale: str | None, code: str) -> None:
    """Where the words leave it open, the locale decides."""
    assert detect_language(text, locale) == code


@pytest.mark.parametrize(
    ("text", "own", "foreign"),
    [
        pytest.param("vi øger omsætningen gennem nye tilbud til alle kunder", "nb", "da", id="da"),
        pytest.param("vi øker omsetningen gjennom nye tilbud til alle kunder", "da", "nb", id="nb"),
        pytest.param("vi øker omsetningen gjennom nye tilbud", "nb", None, id="own"),
        pytest.param("Instagram", "nl", None, id="a name says nothing"),
        pytest.param("flere følgere på Instagram", "da", None, id="the same in two languages"),
        pytest.param("we win more customers with better mails", "sv", "en", id="en"),
    ],
)
def test_foreign(text: str, own: str, foreign: str | None) -> None:
    """The validator calls a field foreign only where its words are clear."""
    assert foreign_language(text, text.split(), own) == foreign
