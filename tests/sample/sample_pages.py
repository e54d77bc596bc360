"""Stories put into pages of different make: what a crawler of news sites brings home."""

import html
import json
import tomllib
from collections.abc import Mapping
from pathlib import Path
from string import Template
from typing import Any

Story = Mapping[str, Any]

_HERE = Path(__file__).parent
_RELATED = {
    "autopost": '<div class="card"><span>{section}</span><a href="/{section}">{title}</a></div>',
    "page": "{section}{title}\n",
    "jsonld": '<li><a href="/more">{title}</a></li>',
    "tables": '<A HREF="/more">{title}</A><BR>',
    "amp": '<a href="/more">{title}</a>',
    "wordpress": '<p><a href="/more" rel="nofollow">{title}</a> In "{section}"</p>',
    "blog": '<li><a href="/more">{title}</a></li>',
}
_TEASER_CHARACTERS = 104


def stories() -> dict[str, Story]:
    """The stories of stories.toml; one that is `of` another is that one with some fields changed."""
    table = tomllib.loads((_HERE / "stories.toml").read_text(encoding="utf-8"))
    return {name: {**table.get(story.get("of"), {}), **story} for name, story in table.items()}


def page(story: Story, make: str, charset: str = "utf-8") -> str:
    """The story in the HTML page `make`: autopost, jsonld, tables, amp, wordpress or blog."""
    paragraphs = "\n".join(f"<p>{html.escape(text, quote=False)}</p>" for text in _paragraphs(story))
    fields = {name: html.escape(value) for name, value in story.items() if isinstance(value, str)}
    fields |= {"charset": charset, "paragraphs": paragraphs, "teaser": html.escape(_teaser(story))}
    fields |= {"jsonld": _json_ld(story), "related": _related(story, make)}
    return _template(f"{make}.html").substitute(fields)


def text(story: Story) -> str:
    """The story as the plain text of its auto-published page."""
    fields = {name: value for name, value in story.items() if isinstance(value, str)}
    fields |= {"paragraphs": "\n\n".join(_paragraphs(story)), "teaser": _teaser(story)}
    return _template("page.txt").substitute(fields, related=_related(story, "page")).rstrip() + "\n"


def body(story: Story) -> list[str]:
    """The paragraphs that must come out: all of them, without the agency's sign-off."""
    paragraphs = [text.removesuffix(story.get("sign_off", "")).rstrip() for text in _paragraphs(story)]
    return [text for text in paragraphs if text]


def _paragraphs(story: Story) -> list[str]:
    first, *others = str(story["body"]).strip().split("\n\n")
    return [f"{story['dateline']} {first}".strip(), *others]


def _teaser(story: Story) -> str:
    return _paragraphs(story)[0][:_TEASER_CHARACTERS].rstrip() + " ..."


def _related(story: Story, make: str) -> str:
    escape = str if make == "page" else html.escape
    return "\n".join(
        _RELATED[make].format(section=escape(part), title=escape(title)) for part, title in story["related"]
    )


def _json_ld(story: Story) -> str:
    """What search engines are told; `</` is escaped as publishers' systems do."""
    return json.dumps(
        {
            "@context": "https://schema.org",
            "@type": "NewsArticle",
            "headline": story["headline"],
            "description": story["summary"],
            "datePublished": story["published"],
            "articleSection": story["section"],
            "mainEntityOfPage": story["url"],
            "author": {"@type": "Person", "name": story["byline"]},
            "publisher": {"@type": "NewsMediaOrganization", "name": story["publisher"]},
        },
        ensure_ascii=False,
    ).replace("</", "<\\/")


def _template(name: str) -> Template:
    return Template((_HERE / "pages" / name).read_text(encoding="utf-8"))
