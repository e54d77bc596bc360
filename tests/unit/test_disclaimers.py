"""What publishers print under agency copy, in wordings that no row of the table was written for, and what is none."""

import pytest

from worker.knowledge.loading import load
from worker.knowledge.notices import compiled
from worker.syndicated import Grade

KNOWLEDGE = load()

SYNDICATED = [
    "(Headline and picture may have been reworked by our staff; the rest is auto-generated from a syndicated feed.)",
    "(This story is published as part of the auto-generated syndicate wire feed. No editing has been done by us.)",
    "(The article has been published through a syndicated feed. Except for the headline, it is published verbatim.)",
    "This article is from a third-party syndicated feed, agencies. Harbour Day accepts no liability for its text.",
    "This news has been published via Syndicate feed. Only the headline is changed.",
    "(This story has not been edited by HARBOUR WEEK and is auto-generated from PTI)",
    "(हेडलाइन के अलावा, इस खबर को हार्बर टीम ने संपादित नहीं किया है, यह सिंडीकेट फीड से सीधे प्रकाशित की गई है।)",
    "यह खबर समाचार एजेंसी से ली गई है, हार्बर ने इसमें कोई बदलाव नहीं किया है",
    "Courtesy: UNI",
    "(Courtesy ANI)",
    "By arrangement with The Canadian Press",
    "Copyright 2031 Harbour Times. All Rights Reserved. Provided by SyndiGate Media Inc. (Syndigate.info).",
    'Legal Disclaimer: MENAFN provides the information "as is" without warranty of any kind.',
    "Distributed by APO Group on behalf of Port Authority of Lindesund.",
    "Copyright © 2031 Harbour Observer. All rights reserved. Distributed by AllAfrica Global Media (allAfrica.com).",
    "© EFE 2031. Está expresamente prohibida la redistribución y la redifusión de todo o parte de los contenidos.",
    "Esta nota fue publicada automáticamente desde el cable de una agencia",
    "Este contenido es un servicio de la agencia EFE y no fue editado por El Puerto",
    "Este conteúdo foi produzido pela Agência Brasil e não foi editado pelo Porto",
    "Dieser Text wurde automatisiert von der Deutschen Presse-Agentur übernommen.",
    "Dieser Artikel stammt von der Nachrichtenagentur AFP und wurde nicht redaktionell bearbeitet.",
    "Dieser Beitrag wurde automatisch publiziert. Er stammt von der Nachrichtenagentur Keystone-SDA.",
    "Hinweis: Diese Meldung wurde von der Redaktion nicht bearbeitet.",
    "Cet article est issu d'une dépêche de l'AFP, publiée sans changement",
    "Cette dépêche de l'AFP est publiée telle quelle",
    "Tous droits réservés. © 2031 Agence France-Presse",
    "Questo articolo è stato pubblicato automaticamente dal flusso ANSA",
    "Contenuto tratto dall'agenzia Adnkronos e non modificato dalla redazione",
    "(Fonte Adnkronos)",
    "© 2031 Harbour Times. Distributed by Tribune Content Agency, LLC.",
    "Copyright (c) PA Media Ltd. 2031, All Rights Reserved.",
    "© Thomson Reuters 2031 All rights reserved.",
    "Kaynak: DHA",
    "Bu haber editörlerimizin hiçbir editoryal müdahalesi olmadan yayınlanmıştır",
    "Sumber: ANTARA",
    "（来源：中新社）",
    "本文转载自新华社",
    "この記事は時事通信の配信です",
    "Källa: TT",
    "Kilde: NTB",
    "Lähde: STT",
    "Bron: ANP",
    "Źródło: PAP",
    "Zdroj: ČTK",
    "Πηγή: ΑΠΕ-ΜΠΕ",
    "Texten är automatiskt publicerad från nyhetsbyrån TT",
    "Dit bericht is automatisch geplaatst vanuit ANP",
    "المصدر: الأناضول",
]
PARTLY = [
    "(इनपुट- एजेंसी)",
    "(पीटीआई इनपुट के साथ)",
    "(एजेंसियों के इनपुट के साथ)",
    "(With PTI inputs)",
    "- With ANI inputs",
    "(IANS inputs)",
    "Agency inputs",
    "(With inputs from PTI, ANI and Reuters)",
    "— Additional input from Reuters",
    "— With a report from Agence France-Presse",
    "(Con información de AFP y EFE)",
    "Redacción con agencias",
    "Información elaborada con texto de agencias",
    "As informações são da Agência Brasil.",
    "*Com agências",
    "Verwendete Quellen: Nachrichtenagenturen dpa und AFP",
    "Quellen: dpa, AFP",
    "Mit Material der Nachrichtenagenturen dpa und AFP",
    "(mit Material von dpa und Reuters)",
    "Article rédigé avec l'AFP",
    "(Avec AFP et Reuters)",
    "Par la rédaction avec AFP",
    "Con il contributo di ANSA",
    "Material from The Associated Press was used in this report.",
    "Reuters and The Associated Press contributed to this article",
    "(With files from Reuters)",
    "— From wire reports",
    "По материалам РИА Новости",
    "С использованием материалов ТАСС",
    "（综合新华社报道）",
    "المصدر: الميناء + وكالات",
]
NONE = [
    "The agency said the feed of the camera was cut.",
    "Reuters contributed a chapter to the book on harbours.",
    "AFP said it had not edited the pictures.",
    "The minister came with inputs for the plan, a spokesman said, before all met in the hall, which smelt of paint.",
    "Source: harbour statistics, own calculations",
    "Sources close to the family said nothing.",
    "Quelle: Hafenamt",
    "Fuente: Ministerio de Puertos",
    "Fonte: Ministero dei Porti",
    "Bron: gemeente Lindesund",
    "来源：港务局",
    "The report was published by the university in May.",
    "The story was published in a magazine that no longer exists.",
    "All rights reserved for the fishermen, the law says.",
    "Copyright law protects the songs of the sea.",
    "Courtesy calls were paid to the mayor and to the Reuters office.",
    "With Reuters reporting losses, the market fell, and nobody knew why that was so on a Friday in May.",
    "Mit Agenturen wie dieser arbeitet die Stadt nicht mehr zusammen.",
    "Mit Material von der Baustelle wurde der Deich erhöht.",
    "Avec les agences immobilières, la ville négocie un prix.",
    "Con agencias de viajes de toda la costa firmó el puerto un acuerdo.",
    "Com agências bancárias fechadas, a fila cresceu.",
    "Con Reuters habló el alcalde sobre el puerto y sobre la pesca.",
    "Die Redaktion hat den Text nicht gelesen, sagte der Autor.",
    "Der Artikel 5 wurde automatisch Teil des Vertrags.",
    "The feed is published from a tower by the sea.",
    "Automatically generated letters annoy customers of the port.",
    "The syndicated columnist writes about harbours.",
    "A news agency feeds the town with stories of whales.",
    "No part of the harbour has been edited out of the film by staff.",
    "Additional reporting requirements were set by agencies of the state.",
    "From news services to fishing: how a town lives.",
    "Agencies contributed to the fund for the harbour.",
    "The Associated Press of the town's printers stood still.",
    "The distribution of fish by African ports grew.",
    "По информации портовых властей, паром затонул.",
    "По материалам дела, паром был перегружен.",
    "Kaynak: Liman Müdürlüğü",
    "Sumber daya laut menipis",
    "यह खबर सुनकर लोग बंदरगाह पर जमा हो गए।",
    "एजेंसी ने कहा कि बंदरगाह बंद है।",
    "المصدر: سلطة الموانئ",
    "قال مصدر في وكالة الموانئ إن العبارة غرقت",
    "港口综合报道显示",
    "제공: 항만청",
    "출처: 항만청",
    "Källa: Hamnverket",
    "Lähde: satamalaitos",
    "Textil är automatiskt dyrare i hamnen",
]


@pytest.mark.parametrize("line", SYNDICATED)
def test_the_agency_s_copy_as_it_came(line: str) -> None:
    """Grade syndicated."""
    notice = KNOWLEDGE.notices.read(line, KNOWLEDGE.agencies)
    assert notice is not None
    assert notice.grade is Grade.SYNDICATED


@pytest.mark.parametrize("line", PARTLY)
def test_the_agency_among_others(line: str) -> None:
    """Grade partly."""
    notice = KNOWLEDGE.notices.read(line, KNOWLEDGE.agencies)
    assert notice is not None
    assert notice.grade is Grade.PARTLY


@pytest.mark.parametrize("line", NONE)
def test_sentences_of_stories_are_no_notices(line: str) -> None:
    """Sources that are no agencies, words of notices in other sentences."""
    assert KNOWLEDGE.notices.read(line, KNOWLEDGE.agencies) is None


def test_the_table_is_long_enough() -> None:
    """Sixty rows at least; each has its example, which test_knowledge.py reads."""
    assert len(KNOWLEDGE.notices.rows) >= 60
    assert len({row.example for row in KNOWLEDGE.notices.rows}) == len(KNOWLEDGE.notices.rows)


@pytest.mark.parametrize(
    ("words", "line", "found"),
    [
        ("{agency} inputs", "pti inputs", True),
        ("{agency} inputs", "inputs", False),
        ("{} inputs", "inputs", True),
        ("{agency} inputs", "a b c d e f g h i j k l m inputs", False),
        ("with {agency} inputs", "with pti inputs", True),
        ("inputs {agency}", "inputs", False),
    ],
)
def test_a_hole_before_the_first_word_of_a_whole_row(words: str, line: str, found: object) -> None:
    """A name of one to twelve words; {} may be nothing."""
    assert bool(compiled(words, whole=True).search(line)) is found
