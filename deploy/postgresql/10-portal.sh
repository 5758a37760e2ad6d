#!/usr/bin/env bash
# Run once by the database container on an empty volume: an ordinary role, since PostgreSQL's superuser
# passes by every rule that the database keeps.
set -euo pipefail
psql --username postgres --set ON_ERROR_STOP=1 --set password="$DATABASE_PASSWORD" <<'SQL'
CREATE ROLE portal LOGIN CREATEDB NOSUPERUSER NOBYPASSRLS PASSWORD :'password';
CREATE DATABASE portal OWNER portal;
SQL
