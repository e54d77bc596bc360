"""Everything that knows Kafka: clients, the source that is a group member, delivery, the look before the start."""
