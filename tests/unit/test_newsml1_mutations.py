"""NewsML 1.x put out of order, and the real files: items are never lost nor mixed."""

from pathlib import Path

import pytest
from golden_records import CASES
from hypothesis import given
from newsml1_xml import TEXT, identity, item, lines, parsed
from xml_mutations import sent

from worker.article import Article
from worker.model import Left


def _twin(name: str) -> str:
    """An item every text of which carries its name."""
    return item(
        lines(f"Head {name}", f"<SlugLine>slug {name}</SlugLine><CopyrightLine>owner {name}</CopyrightLine>")
        + f"<DescriptiveMetadata><Property FormalName='Keyword' Value='word {name}'/></DescriptiveMetadata>"
        + f"<NewsComponent>{TEXT.format(f'Text {name}.')}</NewsComponent>"
        + f"<NewsComponent Duid='pic {name}'>{lines(f'Pic {name}')}<ContentItem Href='{name}.jpg'/></NewsComponent>",
        identity=identity(f"id-{name}"),
    )


NAMES = ("alpha", "bravo")
TWINS = "<NewsML>" + "".join(map(_twin, NAMES)) + "</NewsML>"
FULL = (CASES / "newsml1-several-items" / "input.xml").read_text("utf-8")


@given(sent(TWINS))
def test_mutations_never_mix_items(data: bytes) -> None:
    """While each item holds its own data alone, so does each article, whatever is moved or missing inside."""
    pieces = data.decode("utf-16" if data[:2] == b"\xff\xfe" else "utf-8", "replace").split("<NewsItem")[1:]
    found = [item for item in parsed(data) if isinstance(item, Article)]
    if any(all(name in piece for name in NAMES) for piece in pieces) or len(pieces) > len(NAMES):
        return  # the mutation itself has mixed them
    for article in found:
        assert not all(name in repr(article) for name in NAMES)


@given(sent(FULL))
def test_mutations_never_raise(data: bytes) -> None:
    """Whatever happens to the elements, items become articles or reasons."""
    assert all(isinstance(found, Article | Left) for found in parsed(data))


@pytest.mark.shared
@pytest.mark.parametrize("folder", ["fixtures/newsml1", "corpora/afp-ar-newsml12"])
def test_every_shared_file_gives_articles(shared: Path, folder: str) -> None:
    """Each real document has words: a text or a caption; no file is lost, none gives a reason instead."""
    files = sorted((shared / "data/formats" / folder).iterdir())
    assert files
    for path in files:
        found = parsed(path.read_bytes())
        articles = [item for item in found if isinstance(item, Article)]
        assert articles, path.name
        assert len(articles) == len(found), path.name
        assert all(item.body or item.headline or item.descriptions for item in articles), path.name
