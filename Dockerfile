# One image for the web server and the worker. `docker compose up` (compose.yaml) runs both with PostgreSQL.
FROM python:3.13-slim-bookworm AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
WORKDIR /build
COPY requirements.lock ./
RUN python -m venv /opt/dueregard && /opt/dueregard/bin/pip install --require-hashes -r requirements.lock
COPY requirements-build.lock pyproject.toml README.md LICENSE ./
COPY src ./src
RUN python -m venv /opt/build \
 && /opt/build/bin/pip install --require-hashes -r requirements-build.lock \
 && /opt/build/bin/python -m hatchling build -t wheel -d /build/dist \
 && /opt/dueregard/bin/pip install --no-deps /build/dist/dueregard-*.whl

FROM python:3.13-slim-bookworm
# LibreOffice reads the old .doc and .odt formats; the PostgreSQL client is for backup and restore.
# hadolint ignore=DL3008
RUN apt-get update \
 && apt-get install -y --no-install-recommends libreoffice-writer-nogui postgresql-client \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --system --uid 10001 --home-dir /data --create-home dueregard
COPY --from=build /opt/dueregard /opt/dueregard
ENV PATH=/opt/dueregard/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    DJANGO_SETTINGS_MODULE=dueregard.web.settings \
    DUEREGARD_ENV=production \
    DUEREGARD_DATA=/data \
    DUEREGARD_STATIC=/opt/dueregard/static
RUN install -d -o dueregard /opt/dueregard/static
USER 10001
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s \
  CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/healthz', timeout=4)"]
CMD ["dueregard", "serve", "--host", "0.0.0.0", "--port", "8000"]
