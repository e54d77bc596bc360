"""What is published: formats, agencies, and fields that go missing."""

from dashboard_panel import PER_S, SHARE, Panel, rates

EDITORIAL = (
    Panel(
        "Formats",
        PER_S,
        "Records by the format found; none: it was not reached.",
        rates("agencyfeed_input_format_total", "format"),
        kind="stacked",
    ),
    Panel(
        "Articles by agency",
        PER_S,
        "The fifteen with most; other: an agency that the table does not know.",
        {"{{agency}}": 'topk(15, sum by (agency) (rate(agencyfeed_articles_published_total{@, agency=~"$agency"}[])))'},
        kind="stacked",
    ),
    Panel(
        "Confidence in bodies",
        SHARE,
        "Pages: share of bodies that the block model is more than 90 % sure of.",
        {
            "sure": (
                'sum(rate(agencyfeed_article_body_confidence_bucket{@, le="+Inf"}[])'
                ' - ignoring (le) rate(agencyfeed_article_body_confidence_bucket{@, le="0.9"}[]))'
                " / sum(rate(agencyfeed_article_body_confidence_count{@}[]))"
            )
        },
        ("BodyConfidenceDrop",),
    ),
    Panel(
        "Topics",
        PER_S,
        "Articles by IPTC media topic at the top of its tree; none: nothing was sure enough.",
        rates("agencyfeed_articles_classified_total", "media_topic"),
        kind="stacked",
    ),
    Panel(
        "Languages",
        PER_S,
        "Articles by language.",
        rates("agencyfeed_articles_classified_total", "language"),
        kind="stacked",
    ),
    Panel(
        "Genres",
        PER_S,
        "Articles by genre.",
        rates("agencyfeed_articles_genre_total", "genre"),
        kind="stacked",
    ),
    Panel(
        "Missing fields",
        SHARE,
        "Share of articles without a field that most have.",
        {
            "{{field}}": (
                'sum by (field) (rate(agencyfeed_articles_field_missing_total{@, agency=~"$agency"}[]))'
                ' / on () group_left () sum(rate(agencyfeed_articles_published_total{@, agency=~"$agency"}[]))'
            )
        },
        ("ExtractionQualityDrop",),
        width=12,
    ),
    Panel(
        "Missing fields by agency",
        SHARE,
        "The ten worst pairs over an hour: a jump is a publisher's redesign.",
        {
            "{{agency}} {{field}}": (
                "topk(10, sum by (agency, field)"
                ' (rate(agencyfeed_articles_field_missing_total{@, agency=~"$agency"}[1h])) / on (agency) group_left ()'
                ' sum by (agency) (rate(agencyfeed_articles_published_total{@, agency=~"$agency"}[1h])))'
            )
        },
        ("ExtractionQualityDrop",),
        "bars",
        width=12,
    ),
)
