"""Context as people type it."""

from __future__ import annotations

import pytest

from rewriter.errors import InputError
from rewriter.languages.pack import available_languages, load_pack
from rewriter.typed import locale_of_environment, pack_for, read_context, read_history, read_locale


@pytest.mark.parametrize(
    ("text", "code", "figures"),
    [
        pytest.param("30,32", "en", (30, 32), id="commas"),
        pytest.param("30,32", "nb", (30, 32), id="commas where they are decimal signs"),
        pytest.param("30, 32, 35", "sv", (30, 32, 35), id="commas and blanks"),
        pytest.param("1,200; 1,350", "en", (1200, 1350), id="English thousands"),
        pytest.param("1.200; 1.350", "nl", (1200, 1350), id="Dutch thousands"),
        pytest.param("1.200, 1.350", "da", (1200, 1350), id="Danish thousands"),
        pytest.param("1 200; 1 350", "nb", (1200, 1350), id="plain blanks between thousands"),
        pytest.param("1\u00a0200; 12\u202f350", "sv", (1200, 12350), id="fixed blanks"),
        pytest.param("3,5; 4,25", "da", (3.5, 4.25), id="decimal commas"),
        pytest.param("3.5, 4.25", "en", (3.5, 4.25), id="decimal points"),
        pytest.param("30\n32\n", "nl", (30, 32), id="lines"),
        pytest.param("30; ; 32;", "en", (30, 32), id="gaps"),
        pytest.param("0", "en", (0,), id="single nought"),
        pytest.param("-3; 2", "en", (-3, 2), id="negative"),
        pytest.param(" ", "en", (), id="blank"),
    ],
)
def test_history(text: str, code: str, figures: tuple[float, ...]) -> None:
    """Figures are read in the language's own number format."""
    assert read_history(text, load_pack(code)) == figures


@pytest.mark.parametrize("code", available_languages())
@pytest.mark.parametrize(
    "text", ["30; many", "30 32", "120 135 150", "1 200", "inf", "nan", "1e9", "12 34 5", "=1+1"]
)
def test_no_history(text: str, code: str) -> None:
    """What is no list of figures is refused with an example, in the language."""
    with pytest.raises(InputError) as refused:
        read_history(text, load_pack(code))
    assert str(refused.value) == load_pack(code).interface.context.not_figures.format(text=text)


def test_blank_context() -> None:
    """Fields left blank are not given."""
    assert read_context({"owner": " ", "history": "", "channel": None}, load_pack("en")) is None


@pytest.mark.parametrize(
    ("text", "locale"),
    [
        pytest.param("nb-NO", "nb_NO", id="browser"),
        pytest.param("sv_SE.UTF-8", "sv_SE", id="shell"),
        pytest.param("nl_BE@euro", "nl_BE", id="modifier"),
        pytest.param("zh-Hant-TW", "zh_TW", id="script"),
        pytest.param("DA", "da", id="language alone"),
        pytest.param("C", None, id="no locale"),
        pytest.param("C.UTF-8", None, id="no locale but a charset"),
        pytest.param("POSIX", None, id="posix"),
        pytest.param("", None, id="empty"),
        pytest.param(None, None, id="nothing"),
    ],
)
def test_locales(text: str | None, locale: str | None) -> None:
    """Browsers and shells name locales in different ways."""
    assert read_locale(text) == locale


def test_locale_of_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """LC_ALL beats LC_MESSAGES beats LANG."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    assert locale_of_environment() is None
    for name, value in (("LANG", "da_DK"), ("LC_MESSAGES", "nl_NL"), ("LC_ALL", "sv_SE.UTF-8")):
        monkeypatch.setenv(name, value)
        assert locale_of_environment() == value.split(".")[0]


@pytest.mark.parametrize(
    ("wishes", "code"),
    [
        pytest.param(("sv", "nb-NO"), "sv", id="first that fits"),
        pytest.param(("xx", "nn-NO"), "nb", id="unknown is passed over"),
        pytest.param((None, ""), "en", id="none"),
    ],
)
def test_pack_for(wishes: tuple[str | None, ...], code: str) -> None:
    """The first wish that there is a pack for counts."""
    assert pack_for(*wishes).code == code
