"""The picture of a page: its address, its words, and what in them is a credit."""

import pytest
from html_heads import KNOWLEDGE, meta, read_page

from worker.article import Association, Rendition
from worker.formats.html.page import Line
from worker.formats.html.picture import credited, with_words
from worker.formats.html.surroundings import Frame


@pytest.mark.parametrize(
    ("text", "caption", "credit"),
    [
        ("The yard on Friday. Photo: Jo Bee/Agency", "The yard on Friday.", "Jo Bee/Agency"),
        ("Der Hof am Freitag (Foto: dpa)", "Der Hof am Freitag", "dpa"),
        ("У залі два дивани. Фото: Іван Приклад", "У залі два дивани.", "Іван Приклад"),
        ("The yard on Friday. © Reuters/Jo Bee", "The yard on Friday.", "Reuters/Jo Bee"),
        ("The yard on Friday. (AP Photo/Jo Bee)", "The yard on Friday.", "Jo Bee"),
        ("The yard on Friday (Jo Bee/Harbour Images)", "The yard on Friday", "Jo Bee/Harbour Images"),
        ("Photo: AP", None, "AP"),
        ("The yard: a view from the pier", "The yard: a view from the pier", None),
        ("At the yard - photo: Jo Bee", "At the yard", "Jo Bee"),
        ("The book and the image: faith", "The book and the image: faith", None),
        ("The yard on Friday.", "The yard on Friday.", None),
        ("The yard on Friday. Photo by Jo Bee.", "The yard on Friday.", "Jo Bee"),
        ("The yard on Friday. Photo by Jo Bee on Harbourpics", "The yard on Friday.", "Jo Bee on Harbourpics"),
        ("A man looks at a photo by Jo Bee", "A man looks at a photo by Jo Bee", None),
        ("The yard on Friday. REUTERS/Jo Bee", "The yard on Friday.", "REUTERS/Jo Bee"),
        ("The yard on Friday. Yard/Pier", "The yard on Friday. Yard/Pier", None),
        ("산책로 가로등 [린든시 제공. 재판매 및 DB 금지]", "산책로 가로등", "린든시"),
        ("산책로 가로등 [연합뉴스 자료사진]", "산책로 가로등", "연합뉴스"),
        ("호수 유람선. (사진=린든시 제공) 2024.05.17. jo@crow.example *재판매 및 DB 금지", "호수 유람선.", "린든시"),
        ("Il viadotto - RIPRODUZIONE RISERVATA", "Il viadotto", None),
        ("The yard on Friday. — AFP", "The yard on Friday.", "AFP"),
        ("The yard on Friday — a view", "The yard on Friday — a view", None),
        ("Der Hof (Archivfoto). KEYSTONE/Jo Bee", "Der Hof (Archivfoto).", "KEYSTONE/Jo Bee"),
        ("", None, None),
    ],
)
def test_credit(text: str, caption: str | None, credit: str | None) -> None:
    """Who made the picture is taken off its caption, by the words of many languages."""
    assert credited(text, KNOWLEDGE.pages, KNOWLEDGE.agencies) == (caption, credit)


@pytest.mark.parametrize(
    ("head", "body", "json_ld", "expected"),
    [
        (meta("og:image", "/i/yard.jpg"), "", "", ("meta:og:image", "https://crow.example/i/yard.jpg")),
        (
            "",
            '<figure itemprop="image"><img itemprop="url" src="/i/yard.jpg"></figure>',
            "",
            ("itemprop", "https://crow.example/i/yard.jpg"),
        ),
        ("", '<img property="schema:image" src="/i/yard.jpg">', "", ("rdfa", "https://crow.example/i/yard.jpg")),
        (
            "",
            "",
            '{"@type": "NewsArticle", "image": [{"@type": "ImageObject", "url": "/i/yard.jpg"}]}',
            ("json-ld", "https://crow.example/i/yard.jpg"),
        ),
        (meta("og:image", "data:image/png;base64,AAAA"), "", "", None),
        ("", '<div class="cmp-image"><img src="/i/yard.jpg"></div>', "", ("img", "https://crow.example/i/yard.jpg")),
        ("", '<p><img src="/i/yard.jpg" width="600"></p>', "", ("img", "https://crow.example/i/yard.jpg")),
        ("", '<p><img src="/i/yard.jpg" width="60"></p><p><img src="/i/pier.jpg"></p>', "", None),
        ("", '<figure class="author-image"><img src="/i/jo.jpg"></figure>', "", None),
        ("", '<figure><img src="/themes/crow/yard.jpg"></figure>', "", None),
        ("", '<figure><img src="data:image/png;base64,AAAA" data-src="/i/yard.jpg"></figure>', "", None),
    ],
)
def test_picture(head: str, body: str, json_ld: str, expected: tuple[str, str] | None) -> None:
    """Its address is absolute, or there is no picture."""
    found = read_page(head, body, json_ld)
    href = found.picture.renditions[0].href if found.picture else None
    assert (expected and found.sources["picture"], href) == (expected or (None, None))


@pytest.mark.parametrize(
    ("around", "expected"),
    [
        ("<figure>IMG<figcaption>The yard on Friday. Photo: Jo Bee</figcaption>", ("The yard on Friday.", "Jo Bee")),
        ("<figure>IMG<figcaption class='caption credit'>The yard. Photo: Jo Bee</figcaption>", ("The yard.", "Jo Bee")),
        ("<figure>IMG<figcaption class='photo-credit'>Jo Bee/AFP</figcaption>", (None, "Jo Bee/AFP")),
        (
            "<figure>IMG<figcaption class='text-credits'><i>The yard.</i><i class='credit'>Jo Bee</i></figcaption>",
            ("The yard.", "Jo Bee"),
        ),
        (
            "<figure>IMG<figcaption>Men of <b>Crow</b> at work <cite>Crow</cite></figcaption>",
            ("Men of Crow at work", "Crow"),
        ),
        (
            "<figure>IMG<figcaption>The yard</figcaption><p class='photographer'>Photo by Jo Bee</p>",
            ("The yard", "Jo Bee"),
        ),
        (
            "<figure>IMG<figcaption>The yard<footer>AFP/Jo Bee</footer></figcaption></figure>",
            ("The yard", "AFP/Jo Bee"),
        ),
        (
            "<figure>IMG<p class='figure-caption'>The yard of the old pier</p><p class='figure-credit'>(Jo Bee)</p>",
            ("The yard of the old pier", "Jo Bee"),
        ),
        ("<figure>IMG<div class='toggle-caption'>Enlarge this image</div></figure>", (None, None)),
        ("<div class='lead-photo'>IMG<span class='photo-src'>Foto: Jo Bee</span></div>", (None, "Jo Bee")),
        ("<div class='article-media'>IMG<p>The yard</p></div>", ("The yard", None)),
        (
            "<div class='media'>IMG<div class='caption'>The yard</div><i class='credit'>Jo Bee</i></div>",
            ("The yard", "Jo Bee"),
        ),
        (
            "<figure>IMG<figcaption><i>The yard burns.</i><i>Jo Bee</i></figcaption></figure>",
            ("The yard burns.", "Jo Bee"),
        ),
        ("<figure>IMG<figcaption><i>The yard of</i><i>Jo Bee</i></figcaption></figure>", ("The yard of Jo Bee", None)),
        (
            "<figure>IMG<figcaption><i class='visually-hidden'>Image caption, </i>The yard <a>Buy licensing rights</a>",
            ("The yard", None),
        ),
        ("<div class='article-media'>IMG<p>The yard burned on Friday.</p><p>Nobody was hurt.</p></div>", (None, None)),
        (f"<div>IMG</div><p class='caption'>{'<i>x</i>' * 99}</p>", (None, None)),
    ],
)
def test_words_at_a_picture(around: str, expected: tuple[str | None, str | None]) -> None:
    """Of its figure, or alone behind it; the smallest element that is marked as the credit is one."""
    image = '<img src="/i/yard-1.jpg">'
    picture = read_page(meta("og:image", "/i/yard-1.jpg"), around.replace("IMG", image)).picture
    told = with_words(picture, (), Frame(None, None, None), (), KNOWLEDGE)
    assert told is not None
    assert (told.caption, told.credit) == expected


@pytest.mark.parametrize(
    ("declared", "printed", "expected"),
    [
        (None, "The yard. Photo: Jo Bee", ("The yard.", "Jo Bee")),
        ("The yard", "The yard. Photo: Jo Bee", ("The yard", "Jo Bee")),
        ("The pier", "The yard. Photo: Jo Bee", ("The pier", None)),
        ("The pier. Photo: Al Cee", "The yard. Photo: Jo Bee", ("The pier.", "Al Cee")),
        (None, "08.03.2024, 18:59 Uhr • Lesezeit: 1 Minute", (None, None)),
        (None, "Facebook", (None, None)),
    ],
)
def test_words_of_a_picture(declared: str | None, printed: str, expected: tuple[str, str | None]) -> None:
    """A printed credit belongs to the picture only where its caption does."""
    picture = Association(renditions=(Rendition(href="https://crow.example/i.jpg"),), caption=declared)
    made = with_words(picture, [Line(text=printed, caption=True)], Frame(None, None, None), (), KNOWLEDGE)
    assert made is not None
    assert (made.caption, made.credit) == expected


AUTHORS = ("Jo Bee", "Al Cee")


@pytest.mark.parametrize(
    ("declared", "printed", "expected"),
    [
        (None, ["Von Jo Bee, Redakteurin", "The yard. Photo: Di Eff"], ("The yard.", "Di Eff")),
        (None, ["By Jo Bee and Al Cee", "Jo Bee"], (None, None)),
        ("Jo Bee", ["The yard. Photo: Di Eff"], ("The yard.", "Di Eff")),
        (None, ["By Di Eff"], ("By Di Eff", None)),  # nobody of the story
        (None, ["The yard burned on Friday | Photo by Jo Bee"], ("The yard burned on Friday | Photo by Jo Bee", None)),
        (None, ["The yard of Crow on Friday. Photo: Jo Bee"], ("The yard of Crow on Friday.", "Jo Bee")),
    ],
)
def test_a_byline_is_no_caption(
    declared: str | None, printed: list[str], expected: tuple[str | None, str | None]
) -> None:
    """It stands at its writer's portrait; as a picture's maker they are credited."""
    picture = Association(renditions=(Rendition(href="https://crow.example/i.jpg"),), caption=declared)
    lines = [Line(text=text, caption=True) for text in printed]
    made = with_words(picture, lines, Frame(None, None, None), AUTHORS, KNOWLEDGE)
    assert made is not None
    assert (made.caption, made.credit) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Illustration by Jo Bee", (None, "Jo Bee")),
        ("Photo by Jo Bee on Unsplash", (None, "Jo Bee on Unsplash")),
        ("Foto: Jo Bee (Crow)", (None, "Jo Bee (Crow)")),
        ("Shutterstock", (None, "Shutterstock")),
        ("Reuters", (None, "Reuters")),
        ("REUTERS/Jo Bee", (None, "REUTERS/Jo Bee")),
        ("Jo Bee / Reuters", (None, "Jo Bee / Reuters")),
        ("© Jo Bee//Getty Images", (None, "Jo Bee//Getty Images")),
        ("Bee/E+ via Getty Images", (None, "Bee/E+ via Getty Images")),
        ("Crow Town Hall", ("Crow Town Hall", None)),
        ("Sun/Moon", ("Sun/Moon", None)),
        ("Picture by the harbour", ("Picture by the harbour", None)),
        ("A view of the yard on a day / Reuters", ("A view of the yard on a day / Reuters", None)),
        ("The yard. Photo by Jo Bee", ("The yard.", "Jo Bee")),
        ("(The yard)", ("(The yard)", None)),
    ],
)
def test_a_credit_alone_is_no_caption(text: str, expected: tuple[str | None, str | None]) -> None:
    """Behind what pictures' makers are labelled with, or a row of names with an agency or a house among them."""
    assert credited(text, KNOWLEDGE.pages, KNOWLEDGE.agencies) == expected
