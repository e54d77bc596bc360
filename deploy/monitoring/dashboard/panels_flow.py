"""Is everything all right, and if not, is it late?  Overview, lag, latency."""

from dashboard_panel import NUMBER, PER_S, SECONDS, SHARE, Panel, quantiles, rates, stat

_LATE = (
    '1 - sum(rate(agencyfeed_end_to_end_latency_seconds_bucket{@, le="30.0"}[%s]))'
    " / sum(rate(agencyfeed_end_to_end_latency_seconds_count{@}[%s]))"
)
_DEAD = (
    'sum(rate(agencyfeed_records_processed_total{@, outcome="dead_lettered"}[%s]))'
    " / sum(rate(agencyfeed_records_processed_total{@}[%s]))"
)

OVERVIEW = (
    stat("Workers", NUMBER, "That answer Prometheus.", "sum(up{@})", None, ("NoWorkers", "WorkerDown")),
    stat(
        "Alerts",
        NUMBER,
        "That fire now, of all jobs.",
        'count(ALERTS{alertname=~"Agencyfeed.*", alertstate="firing"}) or vector(0)',
        1,
    ),
    stat(
        "Records in",
        PER_S,
        "Taken from the topics.",
        'sum(rate(agencyfeed_records_consumed_total{@, topic=~"$topic"}[]))',
    ),
    stat("Articles out", PER_S, "Published.", 'sum(rate(agencyfeed_articles_published_total{@, agency=~"$agency"}[]))'),
    stat(
        "Oldest waits",
        SECONDS,
        "Age of the oldest record without a committed outcome.",
        'max(agencyfeed_consumer_lag_seconds{@, topic=~"$topic"})',
        300,
        ("LagSecondsHigh",),
    ),
    stat(
        "Records wait",
        NUMBER,
        "That are not yet taken.",
        'sum(agencyfeed_consumer_lag_records{@, topic=~"$topic"})',
        None,
        ("LagGrowing",),
    ),
    stat(
        "Late",
        SHARE,
        "Records later than 30 s after the broker's time stamp, in the time shown; the objective is 1 %.",
        _LATE % ("$__range", "$__range"),
        0.01,
        ("LatencyBurnFast", "LatencyBurnSlow"),
    ),
    stat(
        "Dead letters",
        SHARE,
        "Records that became dead letters, in the time shown; the objective is 0.5 %.",
        _DEAD % ("$__range", "$__range"),
        0.005,
        ("DeadLetterBurnFast", "DeadLetterBurnSlow"),
    ),
    Panel(
        "Outcomes",
        PER_S,
        "What became of records; what is taken back and done again counts again.",
        rates("agencyfeed_records_processed_total", "outcome"),
        kind="stacked",
        width=12,
    ),
    Panel(
        "Error budgets, 1 h",
        SHARE,
        "Shares of late records and of dead letters over the last hour; 14.4 % and 7.2 % of an hour wake somebody.",
        {"late": _LATE % ("1h", "1h"), "dead letters": _DEAD % ("1h", "1h")},
        ("LatencyBurnFast", "DeadLetterBurnFast"),
        width=8,
    ),
    Panel(
        "Versions",
        NUMBER,
        "Workers by version; more than one for an hour is a rollout that hangs.",
        {"{{version}}": "count by (version) (agencyfeed_build_info{@})"},
        ("VersionSkew",),
        "bars",
        width=4,
    ),
)

LAG = (
    Panel(
        "Age of the oldest record",
        SECONDS,
        "By partition: time since the broker's time stamp of the first record without a committed outcome.",
        {"{{topic}}-{{partition}}": 'max by (topic, partition) (agencyfeed_consumer_lag_seconds{@, topic=~"$topic"})'},
        ("LagSecondsHigh", "LagBurnSlow"),
        limit=300,
    ),
    Panel(
        "Records waiting",
        NUMBER,
        "By partition, as the last fetch told.",
        {"{{topic}}-{{partition}}": 'sum by (topic, partition) (agencyfeed_consumer_lag_records{@, topic=~"$topic"})'},
        ("LagGrowing",),
    ),
    Panel(
        "Since the last progress",
        SECONDS,
        "By partition; having nothing to do is progress.",
        {
            "{{topic}}-{{partition}}": (
                'time() - max by (topic, partition) (agencyfeed_last_progress_timestamp_seconds{@, topic=~"$topic"})'
            )
        },
        ("PartitionStalled",),
        limit=300,
    ),
    Panel(
        "Records in",
        PER_S,
        "By topic; silence of a topic that brought news yesterday is an alert.",
        rates("agencyfeed_records_consumed_total", "topic", '@, topic=~"$topic"'),
        ("InputSilence",),
    ),
    Panel(
        "Records lost",
        NUMBER,
        "Offsets that were deleted before they were read: retention is shorter than the worker was away.",
        {"{{topic}}": 'sum by (topic) (increase(agencyfeed_records_lost_total{@, topic=~"$topic"}[]))'},
        ("RecordsLost",),
    ),
    Panel(
        "Bytes in and out",
        "Bps",
        "Keys and values of records taken, bodies of articles published.",
        {
            "in": 'sum(rate(agencyfeed_record_bytes_consumed_total{@, topic=~"$topic"}[]))',
            "articles": "sum(rate(agencyfeed_article_bytes_published_total{@}[]))",
        },
    ),
    Panel(
        "Partitions",
        NUMBER,
        "Owned, paused by a full window or a breaker, and stalled.",
        {
            "assigned": "sum(agencyfeed_partitions_assigned{@})",
            "paused": "sum(agencyfeed_partitions_paused{@})",
            "stalled": "sum(agencyfeed_partitions_stalled{@})",
        },
        ("NoPartitions", "PartitionStalled"),
    ),
)

LATENCY = (
    Panel(
        "Broker to acknowledged outcome",
        SECONDS,
        "The objective is 99 % within 30 s.  Dots are records with a trace.",
        quantiles("agencyfeed_end_to_end_latency_seconds"),
        ("LatencyBurnFast",),
        limit=30,
    ),
    Panel(
        "Work on a record, p95 by format",
        SECONDS,
        "In a child process, from envelope to encoded articles.",
        quantiles("agencyfeed_record_processing_duration_seconds", "format"),
    ),
    Panel(
        "Work by stage",
        "none",
        "Seconds of work a second: what the children spend their time on.",
        rates("agencyfeed_stage_duration_seconds_sum", "stage"),
        kind="stacked",
    ),
    Panel(
        "One stage, p95",
        SECONDS,
        "Of records that reached it.",
        quantiles("agencyfeed_stage_duration_seconds", "stage"),
    ),
    Panel(
        "Newsroom to publishing, p95 by urgency",
        SECONDS,
        "From the story's own time stamp; 1 is a flash.  Old stories that come anew make it days.",
        quantiles("agencyfeed_event_freshness_seconds", "urgency"),
        ("FlashSlow",),
    ),
    Panel(
        "Newsroom to publishing, median by agency",
        SECONDS,
        "Which agency reaches us late.",
        {
            "{{agency}}": (
                "histogram_quantile(0.5, sum by (le, agency) "
                '(rate(agencyfeed_event_freshness_seconds_bucket{@, agency=~"$agency"}[])))'
            )
        },
    ),
)
