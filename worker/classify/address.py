"""The folders of a story's address, which publishers name by section and kind: "sport/football", "opinion"."""

from worker.article import Article

ADDRESS_MAX, FOLDERS_MAX = 300, 20  # characters, folders that are looked at


def folders(article: Article) -> tuple[str, ...]:
    """Without site and file; () where there is no address of the web."""
    address = article.canonical_url or ""
    if not address.startswith(("http://", "https://")):
        return ()
    return tuple(address[:ADDRESS_MAX].partition("?")[0].split("/")[3:-1][:FOLDERS_MAX])
