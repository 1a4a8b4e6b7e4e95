"""`kg coverage`: sentences with several entities and no fact."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import kg as library
from kg.coverage import Gap, Reference, find_gaps, sentence_spans
from kg.model import Document, Entity, EntityType, Extraction, Mention, MentionKind
from tests.support.command import Ran
from tests.support.made import velmora

Kg = Callable[..., Ran]
TEXT = "Acme bought Bolt Inc. in May. Acme and Bolt watched Curo. Acme slept."
DOCUMENT = Document("a.txt", TEXT, "en")
SENTENCES = [(0, 29), (30, 57), (58, 69)]


def references(text: str, *names: str) -> list[Reference]:
    found = []
    for name in names:
        start = text.find(name)
        while start >= 0:
            found.append(Reference(start, start + len(name), name.lower(), name))
            start = text.find(name, start + 1)
    return found


def test_a_sentence_with_two_entities_and_no_fact_is_a_gap() -> None:
    coverage = find_gaps(DOCUMENT, SENTENCES, references(TEXT, "Acme", "Bolt", "Curo"), [(0, 16)])
    assert coverage.gaps == (Gap(30, 57, "Acme and Bolt watched Curo.", ("Acme", "Bolt", "Curo")),)
    assert (coverage.sentences, coverage.covered) == (2, 1)


def test_a_fact_covers_every_sentence_that_its_words_stand_in() -> None:
    coverage = find_gaps(DOCUMENT, SENTENCES, references(TEXT, "Acme", "Bolt"), [(20, 40)])
    assert (coverage.sentences, coverage.gaps) == (2, ())


def test_an_entity_named_twice_is_one() -> None:
    text = "Acme says that Acme sleeps."
    document = Document("a.txt", text, "en")
    assert find_gaps(document, [(0, len(text))], references(text, "Acme"), []).sentences == 0


def test_sentences_are_those_of_extraction() -> None:
    assert sentence_spans(DOCUMENT) == SENTENCES


def test_a_text_without_mentions_has_no_gaps() -> None:
    assert find_gaps(DOCUMENT, SENTENCES, [], []).sentences == 0


def put_gap(store: Path) -> None:
    text = "Curo admires Dexo."
    names = {"organization/curo": "Curo", "organization/dexo": "Dexo"}
    entities = tuple(Entity(key, EntityType.ORGANIZATION, (name,)) for key, name in names.items())
    mentions = tuple(
        Mention(text.index(name), text.index(name) + 4, name, MentionKind.NAME, key) for key, name in names.items()
    )
    with library.open(store) as graph:
        graph.put(Extraction(Document("news/curo.txt", text, "en"), entities, mentions, rules="by hand"))


def test_the_command_shows_what_a_store_did_not_understand(kg: Kg, store: Path) -> None:
    put_gap(store)
    assert kg("coverage").out == (
        "news/curo.txt:0-18\n"
        "  Curo admires Dexo.\n"
        "  Curo · Dexo\n"
        "\n"
        "1 of 2 sentences with two or more entities have a fact (50 %)\n"
    )  # fmt: skip


def test_the_summary_counts_by_document(kg: Kg, store: Path) -> None:
    put_gap(store)
    lines = kg("coverage", "--summary").out.splitlines()
    assert lines[0].split() == ["document", "sentences", "with", "facts", "share"]
    assert [line.split() for line in lines[2:4]] == [
        ["news/curo.txt", "1", "0", "0", "%"],
        ["news/velmora.txt", "1", "1", "100", "%"],
    ]


def test_json_lines_are_for_programs(kg: Kg, store: Path) -> None:
    put_gap(store)
    (line,) = kg("coverage", "--format", "jsonl").out.splitlines()
    assert json.loads(line) == {
        "document": "news/curo.txt", "start": 0, "end": 18, "sentence": "Curo admires Dexo.", "entities": ["Curo", "Dexo"],
    }  # fmt: skip
    summary = kg("coverage", "--format", "jsonl", "--summary").out.splitlines()
    assert json.loads(summary[1]) == {"document": "news/velmora.txt", "sentences": 1, "covered": 1}


def test_texts_need_no_store(kg: Kg, tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text(velmora().document.text, "utf-8")
    ran = kg("coverage", file, "--lang", "en", "--store", tmp_path / "none.db")
    assert ran.code == 0, ran.err
    assert "sentences with two or more entities have a fact" in ran.out
    assert not (tmp_path / "none.db").exists()


def test_a_missing_text_is_wrong_use(kg: Kg) -> None:
    ran = kg("coverage", "nowhere.txt")
    assert (ran.code, ran.err.splitlines()[0]) == (2, "Error: nowhere.txt: no such file or folder")
