# One image for web, worker, scheduler and sender. No compiler and no root in what runs.

FROM python:3.12-slim-bookworm AS build
ENV UV_PYTHON_DOWNLOADS=never UV_COMPILE_BYTECODE=1 UV_LINK_MODE=copy
RUN pip install --no-cache-dir uv && python -m venv /opt/portal
WORKDIR /srv/portal
COPY requirements/run.txt requirements/
RUN VIRTUAL_ENV=/opt/portal uv pip install --no-cache --require-hashes -r requirements/run.txt
COPY . .
RUN DEBUG=1 /opt/portal/bin/python manage.py build_assets \
    && SECRET_KEY=only-for-collecting-static-files-while-the-image-is-built \
       /opt/portal/bin/python manage.py collectstatic --no-input --verbosity 0 \
    && /opt/portal/bin/python -m compileall -q portal charters funnels coaching

FROM python:3.12-slim-bookworm
RUN apt-get update -qq \
    && apt-get install -qq -y --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 \
       postgresql-client \
    && rm -rf /var/lib/apt/lists/*
RUN useradd --system --uid 10001 --home-dir /srv/portal portal \
    && install --directory --owner portal --group portal /var/lib/portal
COPY --from=build /opt/portal /opt/portal
COPY --from=build /srv/portal /srv/portal
WORKDIR /srv/portal
ENV PATH=/opt/portal/bin:$PATH PYTHONUNBUFFERED=1 WEB_BIND=0.0.0.0:8000
USER portal
EXPOSE 8000
CMD ["gunicorn"]
