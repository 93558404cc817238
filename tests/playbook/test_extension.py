"""Facts in a page: references, blocks, numbers, and the mistakes that stop a build."""

import re
from pathlib import Path

import pytest
from markdown import Markdown

from playbook.loading import FactsError
from playbook.page_error import PageError
from tests.playbook.entries import entries
from tests.playbook.pages import SOURCES, converter, name_page, parse, text


def test_a_citation_is_a_numbered_link_that_names_its_source(md: Markdown) -> None:
    page = parse(md.convert(f"Paid[[source: protocol-paper]] in tokens.{SOURCES}"))
    sup = page.find("p/sup")
    link = sup.find("a")
    assert text(sup) == "[1]"
    assert link.get("aria-label") == "Source 1: The protocol & its rules"
    assert link.get("href") == "#source:protocol-paper"
    assert text(page.find("p")) == "Paid[1] in tokens."


def test_a_source_is_listed_with_everything_known_about_it(md: Markdown) -> None:
    page = parse(md.convert(f"A[[source: protocol-paper]] b[[source: news-report]].{SOURCES}"))
    paper, news = page.findall("div/ol/li")
    assert paper.find("a").get("href") == "https://example.org/paper"
    assert text(paper) == (
        "The protocol & its rules. Example Foundation, published April 2026, "
        "accessed 20 November 2026. Primary source ↩"
    )
    assert news.find("a[@class='playbook-back']").get("href") == "#citation:news-report:1"
    assert text(news) == (
        "What the attacker took. Example News, undated, accessed 21 November 2026. "
        "Secondary source ↩"
    )


def test_numbers_follow_the_order_of_first_citation_and_lead_back(md: Markdown) -> None:
    html = md.convert(
        "B[[source: news-report]] a[[source: protocol-paper]] b[[source: news-report]]" + SOURCES
    )
    page = parse(html)
    assert re.findall(r"\[(\d)\]", text(page.find("p"))) == ["1", "2", "1"]
    first, second = page.findall("div/ol/li")
    assert (first.get("id"), second.get("id")) == ("source:news-report", "source:protocol-paper")
    backs = first.findall("a[@class='playbook-back']")
    assert [one.get("href") for one in backs] == [
        "#citation:news-report:1",
        "#citation:news-report:2",
    ]
    ids = [one.get("id") for one in page.iter() if one.get("id")]
    assert len(ids) == len(set(ids))
    assert {one.get("href")[1:] for one in page.iter("a") if one.get("href")[0] == "#"} <= set(ids)


def test_blocks_and_sentences_share_one_numbering_in_the_order_of_the_page(md: Markdown) -> None:
    page = parse(
        md.convert(
            "/// risks | staking\n///\n\nThen[[source: protocol-paper]].\n\n"
            f"/// incidents | vault-drained shop-closed\n///{SOURCES}"
        )
    )
    assert [one.get("id") for one in page.findall("div/ol/li")] == [
        "source:news-report",
        "source:rumour",
        "source:protocol-paper",
    ]
    assert text(page.find("p")) == "Then[3]."


def test_a_figure_shows_value_date_and_citations(md: Markdown) -> None:
    page = parse(md.convert(f"About [[figure: reward-rate]] or [[figure: queue]].{SOURCES}"))
    rate, queue = page.findall("p/span")
    assert rate.get("class") == "playbook-figure"
    assert text(rate) == "2.7 % (June 2026)[1]"
    assert rate.find("time").get("datetime") == "2026-06"
    assert text(queue) == "40 to 62 days (2026)[2][1]"


def test_how_a_figure_was_counted_is_said_below_the_sources(md: Markdown) -> None:
    page = parse(md.convert(f"[[figure: reward-rate]], [[figure: queue]]{SOURCES}"))
    (note,) = page.findall("div/ul/li")
    assert text(note) == "Reward of the protocol, 2.7 %: Without fees."


@pytest.mark.parametrize(
    "source",
    [
        "| a | b |\n|---|---|\n| x[[source: rumour]] | [[figure: queue]] |",
        "- one[[source: rumour]]\n- **two [[figure: queue]]**",
        '!!! note "N"\n    Inside[[source: rumour]] and\n    [[figure: queue]]',
        "> quoted[[source: rumour]] [[figure:\nqueue]]",
    ],
)
def test_references_work_in_tables_lists_and_boxes(md: Markdown, source: str) -> None:
    html = md.convert(source + SOURCES)
    assert "[[" not in html
    page = parse(html)
    assert [one.get("id") for one in page.findall("div/ol/li")] == [
        "source:rumour",
        "source:news-report",
        "source:protocol-paper",
    ]


@pytest.mark.parametrize(
    "code",
    ["`[[source: nobody]]`", "```\n[[source: nobody]]\n/// rsks\n```", "    [[figure: nobody]]"],
)
def test_code_is_left_alone(md: Markdown, code: str) -> None:
    html = md.convert(f"Write:\n\n{code}\n")
    assert "nobody]]" in html
    assert "playbook" not in html


def test_text_from_facts_cannot_become_markup(tmp_path: Path) -> None:
    content = entries()
    content["sources/news-report"]["title"] = 'A "quote" & 3 < 5 *stars* [x]'
    html = converter(tmp_path, content).convert(f"x[[source: news-report]]{SOURCES}")
    assert "<em>" not in html
    page = parse(html)
    assert text(page.find("div/ol/li/cite")) == 'A "quote" & 3 < 5 *stars* [x]'


def test_rendering_twice_gives_the_same_html(md: Markdown) -> None:
    source = f"a[[source: rumour]] [[figure: queue]]\n\n/// risks | staking\n///{SOURCES}"
    first = md.convert(source)
    assert md.reset().convert(source) == first
    assert md.convert(source) == first


def test_a_page_without_facts_is_untouched(md: Markdown) -> None:
    assert md.convert("Plain [text](https://example.org) with [[0]: brackets].") == (
        '<p>Plain <a href="https://example.org">text</a> with [[0]: brackets].</p>'
    )


@pytest.mark.parametrize(
    ("source", "place", "said"),
    [
        pytest.param(source, place, said, id=said)
        for source, place, said in [
            (
                "a\n\nb[[source: protocol-papr]]",
                ":3",
                "there is no 'protocol-papr' in data/sources; write protocol-paper",
            ),
            (
                "a [[figure:\nqueues]] b",
                ":2",
                "there is no 'queues' in data/figures; write queue",
            ),
            (
                "| a |\n|---|\n| [[source: zzz]] |",
                ":3",
                "there is no 'zzz' in data/sources; add data/sources/zzz.yml or name one",
            ),
            ("a [[soruce: rumour]]", ":1", "[[soruce: …]] is no reference; write [[source: id]]"),
            ("a[[source: rumour]]", ":1", "does not list them; end it with a block `/// sources`"),
            (
                "a\n\n/// incidents | shop-closed\n///",
                ":3",
                "the page cites sources and does not list them",
            ),
            ("a\n\n/// sources\n///", ":3", "the page lists sources and cites none"),
            (
                f"a[[source: rumour]]{SOURCES}{SOURCES}",
                ":3",
                "the page lists its sources twice",
            ),
            (
                f"# A[[source: rumour]]{SOURCES}",
                ":1",
                "a citation of 'rumour' stands in a heading",
            ),
            (
                f"[a[[source: rumour]]](https://example.org){SOURCES}",
                ":1",
                "a citation of 'rumour' stands in a link",
            ),
            (
                "x\n\n/// risks | stakng\n///",
                ":3",
                "there is no 'stakng' in data/avenues; write staking",
            ),
            ("/// risk\n///", ":1", "the block 'risk' needs an argument; write /// risk | …"),
            (
                "/// sources | all\n///",
                ":1",
                "the block 'sources' takes no argument; write /// sources",
            ),
            (
                "x\n\n/// incidents | shop-closed vault-draind\n///",
                ":3",
                "there is no 'vault-draind' in data/incidents; write vault-drained",
            ),
            (
                "/// risks | staking\n    sort: best\n///",
                ":1",
                "'sort' is not an option; this block has none",
            ),
            (
                "/// reviewed | staking\nsort: best\n///",
                ":1",
                "the block 'reviewed' has text in it",
            ),
            (
                "a\n\n/// risks | staking\n\n## More",
                ":3",
                "the block '/// risks' is not closed; write ///",
            ),
            ("a\n\n/// rsks | staking\n///", ":3", "'/// rsks | staking' did not become a block"),
            ("- a\n\n    /// rsks\n    ///", ":3", "'/// rsks' did not become a block"),
            (
                "/// risks | staking\n    a: [\n///",
                ":1",
                "'/// risks | staking' did not become a block",
            ),
        ]
    ],
)
def test_a_mistake_stops_the_build_with_its_line(
    md: Markdown, source: str, place: str, said: str
) -> None:
    with pytest.raises(PageError) as caught:
        md.convert(source)
    where, _, message = str(caught.value).partition(": ")
    assert where == f"<page>{place}"
    assert said in message


def test_a_mistake_names_the_file_and_counts_its_front_matter(md: Markdown) -> None:
    body = "# A\n\nb[[source: nobody]]\n"
    whole = f"---\ntitle: A\n---\n{body}"
    name_page(md, "guides/a.md", whole)
    with pytest.raises(PageError, match=r"^guides/a\.md:6: there is no 'nobody'"):
        md.convert(body)


def test_wrong_facts_stop_every_page(tmp_path: Path) -> None:
    content = entries()
    content["sources/rumour"]["grade"] = "Z"
    with pytest.raises(FactsError, match="'Z' is no grade"):
        converter(tmp_path, content)


def test_a_promise_in_the_prose_of_a_page_stops_the_build(md: Markdown) -> None:
    with pytest.raises(PageError, match="<page>:3: 'guaranteed' is a promotional word; say what"):
        md.convert("# Rates\n\nThe rate is guaranteed.\n")
