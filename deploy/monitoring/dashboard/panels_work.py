"""What fails, what is full, what the brokers say: errors, capacity, Kafka client."""

from dashboard_panel import BYTES, NUMBER, PER_S, SECONDS, SHARE, Panel, quantiles, rates

ERRORS = (
    Panel(
        "Dead letters by reason",
        PER_S,
        "As in the header dlq.reason.",
        rates("agencyfeed_dead_letters_total", "reason"),
        ("DeadLetterRatioHigh",),
        "stacked",
    ),
    Panel(
        "Dead letters by stage",
        PER_S,
        "As in the header dlq.stage: where on its way a record died.",
        rates("agencyfeed_dead_letters_total", "stage"),
        ("DeadLetterRatioHigh",),
        "stacked",
    ),
    Panel(
        "Breaker",
        NUMBER,
        "Workers that pause because too much fails, and how often one began to, by cause.",
        {
            "open": "sum(agencyfeed_breaker_open{@})",
            "trips: {{cause}}": "sum by (cause) (increase(agencyfeed_breaker_trips_total{@}[]))",
        },
        ("DeadLetterBreakerOpen",),
    ),
    Panel(
        "Children replaced",
        NUMBER,
        "By cause; recycled is housekeeping, the rest are records that ended a child.",
        {"{{cause}}": "sum by (cause) (increase(agencyfeed_pool_worker_restarts_total{@}[]))"},
        ("PoisonRestarts",),
        "stacked",
    ),
    Panel(
        "Skipped records",
        PER_S,
        "That rightly gave neither article nor dead letter.",
        rates("agencyfeed_records_skipped_total", "reason"),
        kind="stacked",
    ),
    Panel(
        "Dropped items",
        PER_S,
        "Items of a record that gave no article while its siblings did.",
        rates("agencyfeed_articles_dropped_total", "reason"),
        kind="stacked",
    ),
)

CAPACITY = (
    Panel(
        "Children",
        NUMBER,
        "By state.",
        {"{{state}}": "sum by (state) (agencyfeed_pool_workers{@})"},
        kind="stacked",
    ),
    Panel(
        "Busy children",
        SHARE,
        "Share of the children's time that went into records.  Above 90 % there is no reserve.",
        {"busy": "sum(rate(agencyfeed_pool_busy_seconds_total{@}[])) / sum(agencyfeed_pool_workers{@})"},
        ("PoolSaturated",),
        limit=0.9,
    ),
    Panel(
        "Parent's processor time",
        SHARE,
        "Of one CPU: the loop is one thread.",
        {"{{instance}}": "sum by (instance) (rate(process_cpu_seconds_total{@}[]))"},
        limit=0.9,
    ),
    Panel(
        "Memory",
        BYTES,
        "In use in the fullest container and what it may use; resident memory of the largest parent.",
        {
            "used": "max(agencyfeed_memory_used_bytes{@})",
            "limit": "min(agencyfeed_memory_limit_bytes{@})",
            "parent": "max(process_resident_memory_bytes{@})",
        },
        ("MemoryNearLimit",),
    ),
    Panel(
        "In flight",
        NUMBER,
        "Records taken whose outcome is not yet published; full windows pause consumption.",
        {"records": "sum(agencyfeed_inflight_records{@})"},
    ),
    Panel(
        "Bytes in flight",
        BYTES,
        "Of the same records.",
        {"bytes": "sum(agencyfeed_inflight_bytes{@})"},
    ),
    Panel(
        "Up for",
        SECONDS,
        "Time since each worker started.",
        {"{{instance}}": "time() - max by (instance) (process_start_time_seconds{@})"},
        ("WorkerRestarting",),
    ),
    Panel(
        "Open files",
        NUMBER,
        "Of the parent: connections to brokers, pipes to children.",
        {"{{instance}}": "sum by (instance) (process_open_fds{@})"},
    ),
    Panel(
        "Garbage collections",
        PER_S,
        "Of the parent, by generation.",
        rates("python_gc_collections_total", "generation"),
    ),
)

KAFKA = (
    Panel(
        "Broker connections",
        NUMBER,
        "Of each worker's consumer; none for two minutes wakes somebody.",
        {"{{instance}}": "sum by (instance) (agencyfeed_broker_connections{@})"},
        ("BrokerUnreachable",),
    ),
    Panel(
        "Rebalances",
        NUMBER,
        "Changes of ownership as each worker saw them.",
        {"{{instance}}": "sum by (instance) (increase(agencyfeed_rebalances_total{@}[]))"},
        ("RebalanceStorm",),
    ),
    Panel(
        "Output not yet acknowledged",
        NUMBER,
        "Records handed to the producer, or in the open transaction.",
        {"{{instance}}": "sum by (instance) (agencyfeed_producer_in_flight_records{@})"},
    ),
    Panel(
        "Checkpoints",
        PER_S,
        "By result.",
        rates("agencyfeed_commits_total", "result"),
        ("CommitFailures",),
    ),
    Panel(
        "Time of a checkpoint",
        SECONDS,
        "Flush and commit, or the commit of a transaction.",
        quantiles("agencyfeed_commit_duration_seconds"),
        ("CommitFailures",),
    ),
    Panel(
        "Transactions",
        PER_S,
        "By result; none with at_least_once.",
        rates("agencyfeed_transactions_total", "result"),
        ("TransactionsFenced",),
    ),
    Panel(
        "Produce errors",
        NUMBER,
        "Times that outputs could not be delivered and the worker started over.",
        {"{{instance}}": "sum by (instance) (increase(agencyfeed_produce_errors_total{@}[]))"},
        ("ProduceErrors",),
    ),
)
