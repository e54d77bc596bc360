# agencyfeed's worker: `docker build -t agencyfeed .`; with tracing: `--build-arg LOCK=deploy/image/otel.lock`
# BASE needs Python 3.11 or newer with venv at the same path in both stages, and glibc: the wheels are manylinux.
ARG BASE=docker.io/library/python:3.11-slim-bookworm

FROM ${BASE} AS builder
ARG LOCK=requirements.lock
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_COMPILE=1 PYTHONDONTWRITEBYTECODE=1
WORKDIR /build
RUN python3 -m venv /opt/agencyfeed
COPY ${LOCK} requirements.lock
RUN --mount=type=cache,target=/root/.cache/pip \
    /opt/agencyfeed/bin/python -m pip install -qq --no-deps --require-hashes -r requirements.lock
COPY pyproject.toml README.md ./
COPY worker worker
COPY config config
# What built the package is not part of it.
RUN /opt/agencyfeed/bin/python -m pip install -q --no-deps --no-build-isolation . \
    && /opt/agencyfeed/bin/python -m pip uninstall -q -y setuptools pip \
    && /opt/agencyfeed/bin/python -m compileall -q -j 0 /opt/agencyfeed/lib

FROM ${BASE}
ARG VERSION=0.1.0
ARG REVISION=unknown
LABEL org.opencontainers.image.title="agencyfeed" \
      org.opencontainers.image.description="Stream-processing worker: raw news-agency messages in, IPTC ninjs articles out" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}"
COPY --from=builder /opt/agencyfeed /opt/agencyfeed
# Nothing is written at run time: a read-only root needs no writable mount.
ENV PATH=/opt/agencyfeed/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    AGENCYFEED_HTTP_HOST=0.0.0.0
USER 10001:10001
WORKDIR /tmp
EXPOSE 9108
STOPSIGNAL SIGTERM
# Alive, not ready: a worker that waits for a broker is not restarted.
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s --retries=3 \
    CMD ["/opt/agencyfeed/bin/python", "-c", "import os, urllib.request as u; u.urlopen('http://127.0.0.1:' + os.environ.get('AGENCYFEED_HTTP_PORT', '9108') + '/livez', timeout=2)"]
ENTRYPOINT ["agencyfeed"]
CMD ["run"]
