"""What a topic will do with records sent to it, asked before the first one is."""

from collections.abc import Mapping, Sequence
from typing import Any

from kafka.admin import ConfigResource, ConfigResourceType
from kafka.errors import KafkaError

from worker.kafka.check import TopicMissing
from worker.replaying import TopicFacts

NO_ERROR = 0


def topic_facts(admin: Any, names: Sequence[str]) -> dict[str, TopicFacts]:
    """The facts of every topic; limits that we may not ask for (DESCRIBE_CONFIGS) are None.  Raises TopicMissing."""
    found = {topic["name"]: topic for topic in admin.describe_topics(list(names))}
    for name in names:
        if found.get(name, {}).get("error_code", -1) != NO_ERROR:
            raise TopicMissing(f"topic {name} does not exist, or we may not DESCRIBE it: create it first")
    configs = _configs(admin, names)
    return {name: _facts(name, len(found[name]["partitions"]), configs.get(name, {})) for name in names}


def _configs(admin: Any, names: Sequence[str]) -> Mapping[str, Mapping[str, str]]:
    resources = [ConfigResource(ConfigResourceType.TOPIC, name) for name in names]
    try:
        described = admin.describe_configs(resources, config_filter="all").get("topic", {})
        return {name: {key: one["value"] for key, one in entries.items()} for name, entries in described.items()}
    except (KafkaError, KeyError, TypeError):
        return {}


def _facts(name: str, partitions: int, config: Mapping[str, str]) -> TopicFacts:
    return TopicFacts(
        name=name,
        partitions=partitions,
        max_message_bytes=_number(config, "max.message.bytes"),
        retention_ms=_number(config, "retention.ms") if "delete" in config.get("cleanup.policy", "") else None,
        compacted="compact" in config.get("cleanup.policy", ""),
        stamps_itself=config.get("message.timestamp.type") == "LogAppendTime",
        oldest_accepted_ms=_number(config, "message.timestamp.before.max.ms"),
    )


def _number(config: Mapping[str, str], key: str) -> int | None:
    text = config.get(key) or ""
    return int(text) if text.isdigit() else None  # -1: without limit
