import re
from dataclasses import replace
from math import isfinite
from urllib.parse import quote

import pytest
from contrast import contrast
from hypothesis import given
from hypothesis import strategies as st

from nnlib import Network
from nnlib.draw import style
from nnlib.draw.graph import computation_graph
from nnlib.draw.picture import drawable


@pytest.mark.parametrize(("value", "wanted"), [
    (0, "0"), (-0.0, "0"), (1.5, "1.5"), (-2.5, "−2.5"), (0.1 * 3, "0.3"), (0.67918, "0.6792"), (-0.67918, "−0.6792"),
    (0.218001, "0.2180"), (0.99999, "1.0000"), (0.0005, "0.0005"), (0.00049, "4.90e−04"), (-0.000031, "−3.10e−05"),
    (99999.12344, "99999.1234"), (1e5, "1.00e+05"), (-1e6, "−1.00e+06"), (-0.00005, "−5.00e−05"), (True, "1")])
def test_numbers(value, wanted):
    assert style.number(value) == wanted


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_reads_back_within_its_rounding(value):
    text = style.number(value)
    assert "-" not in text and len(text) <= 12
    if isfinite(back := float(text.replace("−", "-"))):  # the largest float64 rounds up to infinity
        assert abs(back - value) <= (0.0051 * abs(value) if "e" in text else 0.51e-4)
    assert not re.fullmatch(r"−0(\.0*)?", text)


@pytest.mark.parametrize(("dark", "light", "least"), [
    *((style.INK, tint, 4.5) for tint in (style.VALUE_TINT, style.LOCAL_DERIVATIVE_TINT, style.GRADIENT_TINT,
                                          style.NEUTRAL_TINT, style.PAPER, style.HIGHLIGHT)),
    *((line, style.PAPER, 3) for line in (style.VALUE, style.LOCAL_DERIVATIVE, style.GRADIENT, style.NEUTRAL)),
])
def test_contrast(dark, light, least):
    assert contrast(dark, light) >= least


def test_the_bundle_holds_the_picture_and_its_words():
    picture = replace(computation_graph(Network(0.5, -2.5), 1.5, 1), alt='"><script>&\'')
    assert picture._repr_mimebundle_() == {
        "text/html": '<img alt="&quot;&gt;&lt;script&gt;&amp;&#x27;" width="1004" src="data:image/svg+xml,'
                     f"{quote(picture.svg, safe=' :;,/=+')}" '" style="max-width:100%;height:auto">',
        "image/svg+xml": picture.svg, "text/plain": repr(picture)}
    assert repr(picture) == picture.text


def test_of_two_pictures_as_one_the_whole_alone_has_words():
    one = replace(computation_graph(), alt='a "quoted" one').above(computation_graph()).as_one()
    assert one.parts == (one,) and one.svg.count('role="img"') == one.svg.count("aria-label=") == 1
    assert one.alt.startswith('a "quoted" one') and one.places == computation_graph().places


def test_what_no_xml_file_can_hold_is_replaced_and_nothing_else():
    # https://www.w3.org/TR/xml/#charsets
    allowed = {0x9, 0xa, 0xd, *range(0x20, 0xd800), *range(0xe000, 0xfffe), *range(0x10000, 0x110000)}
    text = "".join(map(chr, range(0x110000)))
    assert drawable(text) == "".join(each if ord(each) in allowed else "?" for each in text)
