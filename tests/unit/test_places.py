"""Places of datelines: the city that is meant, its country and point; the country alone, or nothing, where unclear."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from newsroom_articles import KNOWLEDGE, filed

from worker.article import Article, Entity
from worker.classify.places import PLACE_MAX, PLACES_MAX, SCHEME, places
from worker.knowledge import gazetteer as reading
from worker.knowledge import tables
from worker.knowledge.gazetteer import gazetteer, place_key
from worker.knowledge.loading import ConfigError

REGIONS = tables.read("regions.toml")


def _told(article: Article) -> list[tuple[str | None, str | None, bool]]:
    """Name, country, whether a point is known."""
    return [
        (one.name, (one.code or "").removeprefix(f"{SCHEME}:"), one.position is not None)
        for one in places(article, KNOWLEDGE).places
    ]


@pytest.mark.parametrize(
    ("printed", "name", "country"),
    [
        ("Genf", "Geneva", "CH"), ("GENÈVE", "Geneva", "CH"), ("Ginebra", "Geneva", "CH"), ("Moscou", "Moscow", "RU"),
        ("МОСКВА", "Moscow", "RU"), ("Pékin", "Beijing", "CN"), ("北京", "Beijing", "CN"), ("मुंबई", "Mumbai", "IN"),
        ("東京", "Tokyo", "JP"), ("القاهرة", "Cairo", "EG"), ("Kiew", "Kyiv", "UA"), ("Neu Delhi", "New Delhi", "IN"),
        ("Londres", "London", "GB"), ("서울", "Seoul", "KR"), ("Αθήνα", "Athens", "GR"), ("Mailand", "Milan", "IT"),
        ("Den Haag", "The Hague", "NL"), ("Köln", "Köln", "DE"), ("COLOGNE", "Köln", "DE"), ("Bogotá", "Bogotá", "CO"),
        ("ST. PETERSBURG", "Saint Petersburg", "RU"), ("Frankfurt/Main", "Frankfurt am Main", "DE"),
        ("WASHINGTON", "Washington", "US"), ("New-York", "New York City", "US"), ("NEW DELHI", "New Delhi", "IN"),
        ("华盛顿", "Washington", "US"), ("واشنطن", "Washington", "US"), ("워싱턴", "Washington", "US"),  # no namesake
        ("मस्को", "Moscow", "RU"), ("伯斯", "Perth", "AU"), ("नयी दिल्ली", "New Delhi", "IN"),
        ("Mendoza", "Mendoza", "AR"),
    ],
)  # fmt: skip
def test_a_city_is_known_by_its_names(printed: str, name: str, country: str) -> None:
    """In other languages, scripts and capitals, with or without marks."""
    assert _told(filed(printed)) == [(name, country, True)]


@pytest.mark.parametrize(
    ("article", "told"),
    [
        (filed("PARIS"), [("Paris", "FR", True)]),  # by size
        (filed("PARIS", region="Texas"), [("Paris", "US", True)]),
        (filed("PARIS", region="Wyoming"), [("PARIS", "US", False)]),  # none there that we know
        (filed("LONDON", region="Ont."), [("London", "CA", True)]),
        (filed("BIRMINGHAM", region="Ala."), [("Birmingham", "US", True)]),
        (filed("BIRMINGHAM", region="England"), [("Birmingham", "GB", True)]),
        (filed("Mandi", region="Himachal Pradesh, India"), [("Mandi", "IN", False)]),
        (filed("Lindesund", region="Norway"), [("Lindesund", "NO", False)]),
        (filed("HYDERABAD", agency="pti"), [("Hyderabad", "IN", True)]),  # by the agency's country
        (filed("SAVANNAH", region="Georgia"), [("Savannah", "US", True)]),  # where there is such a city
        (filed("TBILISI", region="Georgia"), [("Tbilisi", "GE", True)]),
        (filed("LINDESUND", region="Georgia"), []),  # either
        (filed("GOMA", region="Congo", agency="ap"), [("Goma", "CD", True)]),
        (filed("BRAZZAVILLE", region="Congo"), [("Brazzaville", "CG", True)]),
        (filed("ST. JOHN'S", region="Antigua", agency="ap"), [("Saint John’s", "AG", True)]),
        (filed("ST. JOHN'S", region="Someland", agency="ap"), []),  # nothing of the agency's country
        (filed("Frankfurt", region="Oder", agency="dpa"), [("Frankfurt (Oder)", "DE", True)]),  # not on the Main
        (filed("León", agency="efe"), []),  # of Mexico is thirteen times as large, but the agency is Spain's
        (filed("León", agency="efe", text="El Gobierno de España dijo"), [("León", "ES", True)]),
        (filed("León", agency="afp"), [("León de los Aldama", "MX", True)]),
        (filed("VENICE", agency="ap", text="The mayor of the city in Italy"), [("Venice", "IT", True)]),
        (filed("MANCHESTER", agency="ap"), [("Manchester", "GB", True)]),  # AP prints "N.H."
        (filed("BOSTON", agency="reuters"), [("Boston", "US", True)]),
        (filed("BARCELONA"), [("Barcelona", "ES", True)]),  # it stands alone
        (filed("BARCELONA", region="Venezuela"), [("Barcelona", "VE", True)]),
        (filed("ISLAMABAD"), [("Islamabad", "PK", True)]),  # once a name of Chattogram
        (filed("PHILADELPHIA"), [("Philadelphia", "US", True)]),  # and of Amman
        (filed("VICTORIA", agency="cp"), [("Victoria", "CA", True)]),
        (filed("VICTORIA"), []),
        (filed("HYDERABAD", language="en-IN"), [("Hyderabad", "IN", True)]),  # by the language's
        (filed("HYDERABAD"), []),  # India's or Pakistan's
        (filed("HYDERABAD", text="Police in Pakistan said on Friday"), [("Hyderabad", "PK", True)]),
        (filed("HYDERABAD", text="India and Pakistan said on Friday"), []),
        (filed("LONDON", agency="cp"), [("London", "GB", True)]),  # a hundred times as large as Canada's
        (filed("SPRINGFIELD"), [("SPRINGFIELD", "US", False)]),  # all in one country
        (filed("Lindesund"), []),
        (filed("BEIRUT", "THE HAGUE"), [("Beirut", "LB", True), ("The Hague", "NL", True)]),
        (filed("x" * 100), []),
        (filed(), []),
    ],
)
def test_which_city_is_meant(article: Article, told: list[tuple[str | None, str | None, bool]]) -> None:
    """By region, agency, size, text, in this order; else not."""
    assert _told(article) == told


def test_a_told_place_has_all_that_is_known_of_it() -> None:
    """Identifier, relation, point, who told it and how sure that is."""
    (place,) = places(filed("Genf"), KNOWLEDGE).places
    assert place == Entity(
        name="Geneva",
        uri="https://sws.geonames.org/2660646/",
        code="iso3166-1a2:CH",
        rel="located",
        position=(46.202, 6.146),
        creator="dateline",
        confidence=place.confidence,
    )
    assert place.confidence
    assert place.confidence > 90


def test_where_the_feed_says_it_was_made_counts_without_a_dateline() -> None:
    """`located` of a feed."""
    (place,) = places(Article(format="ninjs3", located="Wien"), KNOWLEDGE).places
    assert (place.name, place.creator) == ("Vienna", "located")


def test_the_feeds_own_place_is_completed_not_doubled() -> None:
    """It keeps its name and identifier; one that is whole stays as it is."""
    own = Entity(name="Genf", code="dpa:1234", rel="about")
    (place,) = places(replace(filed("GENF"), places=(own,)), KNOWLEDGE).places
    assert (place.name, place.code, place.rel, place.creator) == ("Genf", "dpa:1234", "about", "dateline")
    assert place.uri
    assert place.position
    whole = Entity(name="Geneva", uri="https://site.example/geneva", code="dpa:1234")
    assert places(replace(filed("GENF"), places=(whole,)), KNOWLEDGE).places == (whole,)


NAMES = st.text(max_size=PLACE_MAX + 5) | st.sampled_from(
    ["Paris", "HYDERABAD", "Genf", "東京", "St.", "Frankfurt/Main"]
)


@given(
    names=st.lists(NAMES, max_size=8),
    region=st.none() | NAMES | st.sampled_from(["Texas", "India", "Bihar, India"]),
    text=st.text(max_size=80),
)
def test_any_dateline_gives_the_same_few_places_again(names: list[str], region: str | None, text: str) -> None:
    """Total, deterministic, bounded; a second time nothing is added."""
    once = places(filed(*names, region=region, text=text), KNOWLEDGE)
    assert once == places(filed(*names, region=region, text=text), KNOWLEDGE)
    assert len(once.places) <= PLACES_MAX
    assert places(once, KNOWLEDGE) == once


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("São Paulo", "SAO PAULO"),
        ("St. Louis", "Saint Louis"),
        ("Tel-Aviv", "Tel Aviv"),
        ("Łódź", "łódź"),
        ("北 京", "北京"),
    ],
)
def test_two_spellings_have_one_key(one: str, other: str) -> None:
    """Case, marks, blanks and saints."""
    assert place_key(one) == place_key(other)


def test_every_region_is_read_as_its_row_says() -> None:
    """Countries, parts of countries, states."""
    rows = [
        (code, name, kind)
        for kind in ("countries", "parts")
        for code, names in REGIONS.fields[kind].items()
        for name in names
    ]
    wrong = [
        (name, kind)
        for code, name, kind in rows
        if code not in {region.country for region in KNOWLEDGE.gazetteer.region(name)}
    ]
    states = [(code, name) for code, names in REGIONS.fields["states"].items() for name in names]
    wrong += [
        (name, code)
        for code, name in states
        if code not in {region.state for region in KNOWLEDGE.gazetteer.region(name)}
    ]
    assert wrong == []


def test_every_name_beside_the_table_means_its_city_alone() -> None:
    """[names] and [former]: numbers of places.tsv, and names that would else mean another city."""
    names = [(id_, name) for id_, names in REGIONS.fields["names"].items() for name in names]
    assert [(id_, name) for id_, name in names if [str(c.id) for c in KNOWLEDGE.gazetteer.cities(name)] != [id_]] == []
    dropped = [(id_, name) for id_, names in REGIONS.fields["former"].items() for name in names]
    assert [one for one in dropped if one[0] in {str(c.id) for c in KNOWLEDGE.gazetteer.cities(one[1])}] == []
    before = gazetteer(replace(REGIONS, fields={**REGIONS.fields, "former": {}}))
    assert [one for one in dropped if one[0] not in {str(c.id) for c in before.cities(one[1])}] == []
    for kind in ("names", "former"):
        with pytest.raises(ConfigError, match=r"is no city of config/places\.tsv"):
            gazetteer(replace(REGIONS, fields={**REGIONS.fields, kind: {"1": ["Lindesund"]}}))
    with pytest.raises(ConfigError, match="is no city"):
        gazetteer(replace(REGIONS, fields={**REGIONS.fields, "alone": ["1"]}))


def test_every_city_lies_in_a_country_and_has_a_point_on_earth() -> None:
    """And capitals of the world are among them."""
    cities = {city for found in KNOWLEDGE.gazetteer.main.values() for city in found}
    assert len(cities) > 4000
    assert all(abs(city.latitude) <= 90 and abs(city.longitude) <= 180 for city in cities)
    assert len({city.country for city in cities}) > 200


def test_wrong_tables_are_named() -> None:
    """An unknown code, a line with too few fields."""
    wrong = replace(REGIONS, fields={**REGIONS.fields, "parts": {"XX": ["Nowhere"]}})
    with pytest.raises(ConfigError, match=r"no code of config/countries\.tsv"):
        gazetteer(wrong)


def test_a_row_with_too_few_fields_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """With its number."""
    monkeypatch.setattr(reading, "PLACES", "countries.tsv")
    with pytest.raises(ConfigError, match=r"countries.tsv: line \d+: .*fields"):
        gazetteer(REGIONS)


@pytest.mark.parametrize(
    ("located", "told"),
    [
        ("Negombo, Sri Lanka", [("Negombo", "LK", True)]),
        ("London, Ontario", [("London", "CA", True)]),
        ("Linden Harbour, Sri Lanka", [("Linden Harbour", "LK", False)]),
        ("Negombo", [("Negombo", "LK", True)]),
    ],
)
def test_a_country_behind_the_feeds_place_is_a_region(located: str, told: list[tuple[str, str, bool]]) -> None:
    """As it is in a dateline."""
    assert _told(Article(format="ninjs1", located=located)) == told


@pytest.mark.parametrize(
    ("name", "country"),
    [("Ludwigshafen", "DE"), ("PORT-SOUDAN", "SD"), ("Plzeň", "CZ"), ("Kolozsvár", "RO"), ("С.-Петербург", "RU")],
)
def test_names_that_agencies_print_and_geonames_lacks(name: str, country: str) -> None:
    """Short and foreign names of cities."""
    assert [found[1] for found in _told(filed(name))] == [country]


@pytest.mark.parametrize(
    ("name", "agency", "text", "country"),
    [
        ("Tripoli", "ians", "A fire destroyed the hall in the Lebanese port city of Tripoli.", "LB"),
        ("Tripoli", "afp", "Des heurts ont éclaté dans la ville libanaise de Tripoli.", "LB"),
        ("Tripoli", "dpa", "In der libanesischen Hafenstadt Tripoli ist es ruhig.", "LB"),
        ("Tripoli", "ians", "Clashes broke out in the Libyan capital Tripoli, Lebanese media said.", "LY"),
        ("San José", "prensa-latina", "Dos personas murieron en la ciudad costarricense de San José.", "CR"),
        ("Hyderabad", "xinhua", "Police said in the southern Pakistani city of Hyderabad.", "PK"),
        ("Paris", "afp", "The US embassy in Paris said on Friday that the city of Paris is calm.", "FR"),
        ("London", "ani", "The Canadian High Commission in the city of London counts its boats.", "GB"),
    ],
)
def test_what_the_text_calls_the_city_decides(name: str, agency: str, text: str, country: str) -> None:
    """Before size and home: a country's adjective before a word for a city and its name."""
    assert [found[1] for found in _told(filed(name, agency=agency, text=text))] == [country]
