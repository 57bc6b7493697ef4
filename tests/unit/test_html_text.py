"""The words of HTML, whatever it holds."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.domain.html_text import LONGEST_HTML, Link, shown, text_of


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("plain words", "plain words"),
        ("<p>One.</p><p>Two.</p>", "One.\n\nTwo."),
        ("one<br>two<br/>three", "one\ntwo\nthree"),
        ("a <b>bold</b> word", "a bold word"),
        ("Larch &amp; Loaf &#39;n&#39; more", "Larch & Loaf 'n' more"),
        ("three\n   lines\nof source", "three lines of source"),
        ("<ul><li>one</li><li>two</li></ul>", "one\ntwo"),
        ("<tr><td>4</td><td>stars</td></tr>", "4 stars"),
        # what a machine reads, and what nobody is shown
        ("a<script>alert('<b>')</script>b", "ab"),
        ("a<STYLE>p { color: red }</Style >b", "ab"),
        ('<div style="display: none">preview</div>words', "words"),
        ("a<!-- a note <b> -->b", "ab"),
        ("<![CDATA[as it is]]>", "as it is"),
        # stars are often pictures
        ('<img src="//t.example/1.png" alt="★★"> late', "★★ late"),
        # signs that are no tag
        ("5 < 6 and 7 > 6", "5 < 6 and 7 > 6"),
        ("I <3 you", "I <3 you"),
        ("cut off <a href=", "cut off <a href="),
        ('<p title="a > b">words</p>', "words"),
        ("an end</p> without a beginning", "an end\n\nwithout a beginning"),
        ("a script<script>without an end", "a script"),
        ('a hidden line<p style="display:none">without an end', "a hidden line\n\nwithout an end"),
        ("", ""),
    ],
)
def test_the_words_are_those_a_reader_sees(source: str, text: str) -> None:
    assert text_of(source) == text


def test_links_come_with_their_words() -> None:
    found = shown(
        '<p>See <a class="b" href="https://r.example/1?a=1&amp;b=2">the <b>review</b></a>, or '
        "<a href='https://r.example/2'><img alt=\"Reply\"></a><a name=x>no link</a></p>"
    )
    assert found.text == "See the review, or Replyno link"
    assert found.links == (
        Link(url="https://r.example/1?a=1&b=2", words="the review"),
        Link(url="https://r.example/2", words="Reply"),
    )


@given(st.text(alphabet="<>!-/ap\"'=& scriptyle[]CDAT\n", max_size=200))
def test_nothing_breaks_it(source: str) -> None:
    shown(source)


@pytest.mark.parametrize(
    "piece",
    [
        *("<", "<a", "<a>", "<!--", "<![CDATA[", "<!", "<script", '<a href="', "='", '<a b="'),
        *("<div style=display:none>", "&", "&lt;", " ", "\n ", "<p>"),
    ],
)
def test_a_hostile_page_takes_no_time(piece: str) -> None:
    """Each of these is quadratic for some parser."""
    began = time.process_time()
    shown(piece * (LONGEST_HTML // len(piece)))
    shown(piece * (LONGEST_HTML // len(piece) - 1) + ">")
    assert time.process_time() - began < 6
