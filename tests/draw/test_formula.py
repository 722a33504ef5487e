r"""LaTeX as MathML: what it makes of each sign, what it refuses, and that its own font sets all of it."""

import pytest
from lab import browser, fonts, require_chromium

from nnlib.draw.formula import SIGNS, font_face, formula, in_formula


@pytest.mark.parametrize(("latex", "mathml"), [
    (r"z_1 = x \cdot w_1", "<msub><mi>z</mi><mn>1</mn></msub><mo>=</mo><mi>x</mi><mo>·</mo>"
                           "<msub><mi>w</mi><mn>1</mn></msub>"),
    (r"\frac{\partial Loss}{\partial w_1}",
     '<mfrac><mrow><mi>∂</mi><mi class="nnlib-word">Loss</mi></mrow>'
     "<mrow><mi>∂</mi><msub><mi>w</mi><mn>1</mn></msub></mrow></mfrac>"),
    ("y^*", "<msup><mi>y</mi><mo>∗</mo></msup>"),
    ("a_1^2", "<msubsup><mi>a</mi><mn>1</mn><mn>2</mn></msubsup>"),
    ("g'", "<msup><mi>g</mi><mo>′</mo></msup>"),
    ("(−2.5)", '<mo stretchy="false">(</mo><mn>−2.5</mn><mo stretchy="false">)</mo>'),
    ("a_2 - 1", "<msub><mi>a</mi><mn>2</mn></msub><mo>−</mo><mn>1</mn>"),
    ("(a)-1", '<mo stretchy="false">(</mo><mi>a</mi><mo stretchy="false">)</mo><mo>−</mo><mn>1</mn>'),
    ("a = -b", '<mi>a</mi><mo>=</mo><mo form="prefix">−</mo><mi>b</mi>'),
    ("-3^2", "<msup><mn>−3</mn><mn>2</mn></msup>"),
    ("3.10e−05", "<mn>3.10e−05</mn>"),
    (r"\log a", '<mi>log</mi><mspace width="0.167em"></mspace><mi>a</mi>'),
    (r"\log(a)", '<mi>log</mi><mo stretchy="false">(</mo><mi>a</mi><mo stretchy="false">)</mo>'),
    (r"\text{a < b}", "<mtext>a\xa0&lt;\xa0b</mtext>"),
    ("a\n= b", "<mi>a</mi><mo>=</mo><mi>b</mi>"),
])
def test_a_formula_is_mathml(latex, mathml):
    assert formula(latex) == f"<math><mrow>{mathml}</mrow></math>"
    assert formula(latex, block=True) == f'<math display="block"><mrow>{mathml}</mrow></math>'


def test_a_part_can_stand_out_and_a_number_can_be_a_factor():
    assert 'class="nnlib-lit"' in formula(r"\lit{z_1}")
    assert [in_formula(-2.5), in_formula(-2.5, factor=True), in_formula(1, factor=True)] == ["−2.5", "(−2.5)", "1"]


@pytest.mark.parametrize(("bad", "words"), [
    ("{", "no end"), ("a_", "no end"), (r"\frac{1}", "no end"), ("}", "closing brace"), (r"\sum", r"command \\sum"),
    (r"\text{a", r"command \\text"), ("a^b^c", "second superscript"), ("a_b_c", "second subscript"),
    ("g''", "second superscript"), ("^2", r"a \^ where"), ("a_^2", r"a \^ where"), ("a & b", "a & where"),
    ("$a$", r"a \$ where"), ("a\0", "cannot be shown")])
def test_a_formula_that_it_cannot_read_is_an_error(bad, words):
    with pytest.raises(ValueError, match=words):
        formula(bad)


@pytest.mark.browser
def test_its_own_font_has_every_sign():
    """A character that the font lacks would come from another; one without a table for mathematics lowers no index."""
    require_chromium()
    shown = [*SIGNS, "-", "g'", "a_1", *"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789", r"\text{a b}"]
    with browser() as chromium:
        page = chromium.new_page()
        page.set_content(f'<style>{font_face()} math {{font-family: "Course Math"}}</style>'
                         + "".join(map(formula, shown)) + formula("z + w_2"))
        found, families = fonts(page, "mi, mn, mo, mtext")
        assert found > 90 and families == {"STIX Two Math"}
        letter, index = page.evaluate("() => [...document.querySelectorAll('math:last-of-type msub > *')]"
                                      ".map(each => each.getBoundingClientRect().bottom)")
        assert index > letter + 2
        page.close()
