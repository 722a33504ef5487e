"""The README's picture is what nnlib draws. To draw it again: python tests/test_readme_picture.py"""

from pathlib import Path

from nnlib import Network
from nnlib.draw.graph import computation_graph

ROOT = Path(__file__).resolve().parents[1]
FILE = ROOT / "docs" / "computation_graph.svg"


def picture():
    return computation_graph(Network(w1=0.5, w2=-2.5), x=1.5, y=1, show="gradients")


def test_the_picture_is_what_nnlib_draws():
    assert FILE.read_text(encoding="utf-8") == picture().svg


def test_its_alt_text_tells_the_same_numbers():
    assert f"![{picture().alt}](docs/computation_graph.svg)" in (ROOT / "README.md").read_text(encoding="utf-8")


if __name__ == "__main__":
    FILE.write_text(picture().svg, encoding="utf-8", newline="\n")
