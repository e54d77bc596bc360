"""Heads of pages for tests, and what is read from them."""

from lxml.html import document_fromstring

from worker.formats.html import metadata as html_metadata
from worker.formats.html.json_ld import nodes_of
from worker.formats.html.metadata import Metadata
from worker.formats.html.places import page_of
from worker.knowledge.loading import load

KNOWLEDGE = load()


URL = "https://crow.example/sport/ferry-race?id=7"


def read_page(head: str = "", body: str = "", json_ld: str = "", url: str | None = URL) -> Metadata:
    """The metadata of a page with these things in it."""
    page = f"<html><head>{head}</head><body><h1>Ferry race</h1>{body}</body></html>"
    nodes = nodes_of((json_ld,) if json_ld else ())
    return html_metadata.read(page_of(document_fromstring(page), nodes, url), KNOWLEDGE)


def meta(name: str, content: str) -> str:
    """An element of the head."""
    return f'<meta property="{name}" content="{content}">'
