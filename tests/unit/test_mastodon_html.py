"""The words of a Mastodon post, as a reader sees them."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors._mastodon import html as reading
from connectors._mastodon.html import text_of
from connectors._mastodon.parse import without_addresses
from tests.regex_work import Work

#: HTML → the words
WORDS = {
    "<p>one</p><p>two</p>": "one\n\ntwo",
    "<p>one<br />two<br>three</p>": "one\ntwo\nthree",
    "one &amp; &lt;two&gt; &#39;three&#39;": "one & <two> 'three'",
    # links hide their ends from readers, and are whole in what is copied
    (
        '<p>see <a href="https://larch.example/a/b"><span class="invisible">https://</span>'
        '<span class="ellipsis">larch.example</span><span class="invisible">/a/b</span></a></p>'
    ): "see https://larch.example/a/b",
    # the server's part of a handle is not shown
    (
        '<p><span class="h-card"><a class="u-url mention">@<span>larch</span></a></span> hello</p>'
    ): "@larch hello",
    # a quote brings a link for programs that know none
    '<p class="quote-inline">RE: <a href="x">y</a></p><p>look</p>': "look",
    '<p>look</p><span class="quote-inline"><br>RE: <a>x</a></span>': "look",
    'before <a class="quote-inline">RE</a> after': "before  after",
    # other servers let people write lists and headings
    "<ul><li>one</li><li>two</li></ul>": "- one\n- two",
    "<h1>late</h1><p>again</p>": "late\n\nagain",
    "<blockquote>yours</blockquote>mine": "yoursmine",
    # whatever is no HTML is words
    "2 < 3 & 4": "2 < 3 & 4",
    "<p>never closed": "never closed",
    "<!-- a remark --><?php?>rest": "rest",
    "<P>one<BR/>two": "one\ntwo",
    "a <3 b": "a <3 b",
    # more digits than Python makes a number of
    f"&#{'9' * 5_000}; &#x263a;": f"&#{'9' * 5_000}; \u263a",
    "": "",
}


@pytest.mark.parametrize(("html", "words"), WORDS.items())
def test_words(html: str, words: str) -> None:
    assert text_of(html) == words


#: what is written to make a reader of HTML work
BITS = (
    "<!",
    "<!--",
    "<a",
    "<a ",
    "</",
    "&#",
    "&#1",
    "&",
    "<",
    '<a href="',
    "<![",
    "<a b='",
    "<a/",
    "&amp",
    "<p>",
)
#: the expressions that read it
EXPRESSIONS = (reading._TAG, reading._NUMBER)
LENGTH = 600


@pytest.mark.parametrize("bit", BITS)
@pytest.mark.parametrize("expression", EXPRESSIONS)
def test_no_sign_is_looked_at_again_and_again(expression: re.Pattern[str], bit: str) -> None:
    html, work = (bit * LENGTH)[:LENGTH], Work(expression)

    found = work.found(html)

    assert found == [one[0] for one in expression.finditer(html)]
    assert work.looks <= 12 * LENGTH


def test_the_counting_finds_an_expression_that_looks_back() -> None:
    work = Work(re.compile(r"<[^>]*>"))

    assert work.found("<" * LENGTH) == []
    assert work.looks > LENGTH**2 / 2


@pytest.mark.parametrize("bit", BITS)
def test_the_longest_that_is_read_is_read_to_its_end(bit: str) -> None:
    longest = (bit * reading.LONGEST_HTML)[: reading.LONGEST_HTML - 3]

    assert text_of(longest + "end!").endswith("end")


@given(st.text(alphabet="<>/&;#x9pbr =\"'!-a\n", max_size=200))
def test_nothing_breaks_it(html: str) -> None:
    text_of(html)


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("@ada we are sorry", "we are sorry"),
        ("@ada @ben@elsewhere.example we are sorry", "we are sorry"),
        ("we are sorry, @ada", "we are sorry, @ada"),
        ("@ada", ""),
        ("help@larch.example", "help@larch.example"),
        ("", ""),
    ],
)
def test_the_handles_in_front_are_no_words(text: str, rest: str) -> None:
    assert without_addresses(text) == rest
