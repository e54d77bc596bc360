#!/bin/sh
# As the published image: its wrapper turns KAFKA_* into server.properties and formats the data, then the broker starts.
set -eu
export CLUSTER_ID="${CLUSTER_ID:-5L6g3nShT-eMCtK--X86sw}"
config=/tmp/config
mkdir -p "$config"
java -Xmx128m -cp '/opt/kafka/libs/*' kafka.docker.KafkaDockerWrapper setup \
    --default-configs-dir /opt/kafka/docker --mounted-configs-dir /mnt/shared/config --final-configs-dir "$config"
# shellcheck disable=SC2086 # options, one by one
exec java ${KAFKA_HEAP_OPTS:-} -XX:+UseSerialGC -Dlog4j2.configurationFile=file:/opt/kafka/docker/log4j2.yaml \
    -cp '/opt/kafka/libs/*' kafka.Kafka "$config/server.properties"
