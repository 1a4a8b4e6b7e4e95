"""Which names a text holds, where they begin and end, and of what type they are; which forms are one entity."""

from __future__ import annotations

from functools import cache

import pytest

from kg.extract.naming import Namer
from kg.extract.parse import Parser
from kg.extract.phrases import find_phrases
from kg.extract.sentences import split
from kg.extract.syntax import Parse


@cache
def parser(code: str) -> Parser:
    return Parser(code)


def parsed(code: str, text: str) -> Parse:
    return next(iter(parser(code).parse([(text, None)])))


@pytest.mark.parametrize(
    ("code", "text", "names"),
    [
        ("en", "The Tilmex-based firm bought Norvane Ltd.", ["Tilmex", "Norvane Ltd."]),
        ("en", "It was cleared by the Trade and Works Commission.", ["Trade and Works Commission"]),
        ("en", "Zephyr Castings sued the Canadian embassy.", ["Zephyr Castings", "Canadian embassy"]),
        ("en", "Joan d'Orval joined Papeteries de l'Elne.", ["Joan d'Orval", "Papeteries de l'Elne"]),
        ("en", "Separately, the Tilmex family left.", ["Tilmex family"]),
        ("en", "It raised a Series B.", []),
        ("fr", "Le tribunal de commerce de Tilmex a entendu Jeanne de Norval.", ["tribunal de commerce de Tilmex", "Jeanne de Norval"]),
        ("fr", "Le ministère de l'Intérieur équipe l'armée belge.", ["ministère de l'Intérieur", "armée belge"]),
        ("fr", "Il a vu la Commission européenne et le Fonds monétaire.", ["Commission européenne", "Fonds monétaire"]),
        ("fr", "L'équipementier Norvane S.p.A. et Tilmex Co., Ltd. fusionnent.", ["Norvane S.p.A.", "Tilmex Co., Ltd."]),
        ("fr", "Il a été formé à l'École des arts et métiers de Norvane.", ["École des arts et métiers de Norvane"]),
        ("fr", "La Haute Autorité pour la transparence de la vie publique a écrit à La Gazette du Norval.", ["Haute Autorité pour la transparence de la vie publique", "La Gazette du Norval"]),
        ("fr", "Elle a écrit « Le Sel des dunes » et dirige la laiterie des Monts.", ["Le Sel des dunes", "laiterie des Monts"]),
        ("fr", "Le délégué CFTN Paul Mirande a vu le maire de Grenoble Jeanne Tardiveau.", ["CFTN", "Paul Mirande", "Grenoble", "Jeanne Tardiveau"]),
        ("fr", "Le banquier Aymon de Mirande est le frère de M. de Mirande.", ["Aymon de Mirande", "Mirande"]),
        ("fr", "La famille de Norvenne-Orval a vendu la biscuiterie Mère Norvane.", ["famille de Norvenne-Orval", "Mère Norvane"]),
        ("fr", "Il lance une collection bilingue, « Passerelles », et vend le château Norvane-Orval.", ["Passerelles", "château Norvane-Orval"]),
        ("fr", "Le Puy-en-Velay attend la laiterie.", ["Le Puy-en-Velay"]),
        ("fr", "Il est entré chez Norvalienne d'Emboutissage.", ["Norvalienne d'Emboutissage"]),
        ("fr", "La famille Norvane vit en Caroline du Nord.", ["famille Norvane", "Caroline du Nord"]),
        ("en", "Tanner Holdings bought St Brendan's Hospital.", ["Tanner Holdings", "St Brendan's Hospital"]),
        ("en", "St Anne's said so, St Louis's council did not.", ["St Anne's", "St Louis"]),
    ],
)  # fmt: skip
def test_names_begin_and_end_where_they_should(code: str, text: str, names: list[str]) -> None:
    assert [n.text for n in parsed(code, text).names] == names


@pytest.mark.parametrize(
    ("code", "text", "name", "kind"),
    [
        ("fr", "Le rachat de Norvane a été annoncé par le fabricant de drones Zéphyr.", "Norvane", "Organization"),
        ("fr", "Le fabricant de drones Zéphyr recrute.", "Zéphyr", "Organization"),
        ("fr", "Le cabinet d'avocats Tilmex Corvalis recrute.", "Tilmex Corvalis", "Organization"),
        ("fr", "Une usine à Norvane-sur-Elne.", "Norvane-sur-Elne", "Place"),
        ("en", "Bankers at Corvalis Tilmex declined to comment.", "Corvalis Tilmex", "Organization"),
        ("en", "Its plant in Corvalis, Texas, will close.", "Corvalis", "Place"),
        ("en", "Chief executive Joan Hartwell resigned.", "Joan Hartwell", "Person"),
    ],
)
def test_a_name_has_the_type_that_its_surroundings_tell(code: str, text: str, name: str, kind: str) -> None:
    found = next(n for n in parsed(code, text).names if n.text == name)
    assert found.type is not None
    assert found.type.value == kind


@pytest.mark.parametrize(
    ("code", "text", "together"),
    [
        ("fr", "Norvane Énergie a grandi. Norvane Rail aussi. Norvane les contrôle.", [["Norvane Énergie"], ["Norvane Rail"], ["Norvane"]]),
        ("fr", "Norvane Énergie a grandi. Depuis, Norvane recrute.", [["Norvane Énergie", "Norvane"]]),
        ("fr", "Norvane a vendu Norvane Énergie.", [["Norvane"], ["Norvane Énergie"]]),
        ("en", "Tilmex Ltd grew. Tilmex Group hired. Tilmex Canada did not.", [["Tilmex Ltd", "Tilmex Group"], ["Tilmex Canada"]]),
        ("en", "The Norvane Data Agency (NDA) warned. The NDA fined nobody.", [["Norvane Data Agency", "NDA"]]),
    ],
)  # fmt: skip
def test_forms_of_one_name_are_one_entity(code: str, text: str, together: list[list[str]]) -> None:
    parse, own = parsed(code, text), parser(code)
    referents = Namer(parse, find_phrases(parse, own.lexicon), own.lexicon, own.gazetteer, 0).run()
    assert sorted(sorted(r.names) for r in referents) == sorted(sorted(names) for names in together)


@pytest.mark.parametrize(
    ("code", "text", "first"),
    [
        ("fr", "LYON, 13 février 2024 (Agence X) - Le groupe vend.", "LYON, 13 février 2024 (Agence X) -"),
        ("fr", "Il cède Tilmex Ltd. Clôture attendue.", "Il cède Tilmex Ltd."),
        ("en", "There is no plan B. There is a firm.", "There is no plan B."),
        ("en", "It hired J. Hill. He left.", "It hired J. Hill."),
    ],
)
def test_sentences_end_where_the_dictionary_says(code: str, text: str, first: str) -> None:
    start, end = split(text, parser(code).model)[0]
    assert text[start:end] == first
