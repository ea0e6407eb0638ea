"""Colours that survive colour blindness, grey printers and tired eyes."""

import itertools

import pytest

from goldthread.documents import house_style as style

WORDS_ON = ("#ffffff", style.PAPER, style.SHADE, style.WATERMARK)


def luminance(colour: str) -> float:
    """How light a colour is, from 0 to 1 (WCAG 2.2)."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [
        p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """The WCAG contrast of two colours, from 1 to 21."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("ground", WORDS_ON)
@pytest.mark.parametrize("ink", [style.INK, style.BLUE, style.ORANGE, style.GREY])
def test_every_colour_that_words_are_set_in_can_be_read(ink: str, ground: str) -> None:
    assert contrast(ink, ground) >= 4.5


def test_gold_is_strong_enough_for_a_line_and_not_used_for_words() -> None:
    assert 3 <= contrast(style.GOLD, "#ffffff") < 4.5
    assert style.GOLD not in style.VERDICTS.values()


def test_map_steps_stay_apart_on_a_grey_printer() -> None:
    for lighter, darker in itertools.pairwise(style.STEPS):
        assert contrast(lighter, darker) >= 1.3
        assert luminance(lighter) > luminance(darker)


def test_no_verdict_is_red_or_green() -> None:
    for colour in style.VERDICTS.values():
        red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
        assert not (green > red and green > blue)
        assert not (red > 1.5 * green + 60 and green < 40)


def test_widths_of_letters_agree_with_the_typeface() -> None:
    from goldthread.documents import fonts

    regular = [
        face
        for face in fonts.house_fonts()
        if face.weight == 400 and not face.is_italic and not face.is_extended
    ]
    if not regular:
        pytest.skip("the typeface is fetched by the front-end build, which has not run")
    from fontTools.ttLib import TTFont

    face = TTFont(regular[0].path)
    letters, advance = face.getBestCmap(), face["hmtx"]
    for text in (
        "Violence and sexual offences",
        "9,310 under 25%",
        "Wolverhampton 001A",
    ):
        exact = sum(advance[letters[ord(c)]][0] for c in text) * style.TEXT / 1000
        assert style.words_wide(text) == pytest.approx(exact, rel=0.02)
