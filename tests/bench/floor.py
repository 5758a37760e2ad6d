"""The least that Python and PostgreSQL can do for the same requests.

A bare WSGI application with a token check and one SQL statement per answer, over tables of its own
in the schema `floor`. The product's figures are written as multiples of it, measured in the same run.
Run: gunicorn -w 2 -b 127.0.0.1:8101 tests.bench.floor:app   (FLOOR_DSN names the database)
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterable
from functools import cache
from typing import Any
from urllib.parse import parse_qs

from psycopg_pool import ConnectionPool

StartResponse = Callable[[str, list[tuple[str, str]]], object]

ROW = """json_build_object('id', o.id, 'name', o.name, 'stage', o.stage, 'amount', o.amount,
 'probability', o.probability, 'close_date', o.close_date,
 'owner', json_build_object('id', u.id, 'name', u.name, 'email', u.email),
 'team', json_build_object('id', t.id, 'name', t.name), 'account', json_build_object('id', a.id, 'name', a.name),
 'description', o.description, 'created_at', o.created_at)"""
JOINS = "JOIN users u ON u.id = o.owner_id JOIN teams t ON t.id = o.team_id JOIN accounts a ON a.id = o.account_id"
SCOPES = {"manager": "true", "user": "o.owner_id = %(person)s"}

LIST = """SELECT json_build_object('count', (SELECT count(*) FROM opps o WHERE {scope}), 'results',
 (SELECT coalesce(json_agg({row}), '[]') FROM
   (SELECT * FROM opps o WHERE {scope} ORDER BY o.id DESC LIMIT %(limit)s OFFSET %(offset)s) o {joins}))::text"""
TOTALS = """SELECT coalesce(json_agg(x), '[]')::text FROM
 (SELECT stage, count(*) n, sum(amount) total, sum(amount * probability / 100) weighted
    FROM opps o WHERE {scope} GROUP BY stage) x"""
CARDS = """SELECT coalesce(json_agg(json_build_object('stage', s.stage, 'n', s.n, 'total', s.total, 'cards', c.cards)), '[]')::text
 FROM (SELECT stage, count(*) n, sum(amount) total FROM opps o WHERE {scope} GROUP BY stage) s
 CROSS JOIN LATERAL (SELECT json_agg({row}) cards FROM
   (SELECT * FROM opps o WHERE o.stage = s.stage AND {scope} ORDER BY o.id DESC LIMIT %(limit)s) o {joins}) c"""
ONE = "SELECT {row}::text FROM opps o {joins} WHERE o.id = %(id)s AND {scope}"
MOVE = """WITH moved AS (UPDATE opps o SET stage = %(stage)s, stage_at = now()
   WHERE o.id = %(id)s AND {scope} RETURNING o.*),
 noted AS (INSERT INTO moves(opp_id, user_id, stage) SELECT id, %(person)s, %(stage)s FROM moved)
 SELECT {row}::text FROM moved o {joins}"""
TOKEN = "SELECT user_id, role FROM tokens WHERE digest = %s"


@cache
def pool() -> ConnectionPool:
    return ConnectionPool(
        os.environ["FLOOR_DSN"],
        min_size=1,
        max_size=4,
        open=True,
        kwargs={"autocommit": True, "prepare_threshold": 1, "options": "-c search_path=floor"},
    )


def statement(template: str, role: str) -> str:
    return template.format(row=ROW, joins=JOINS, scope=SCOPES[role])


def app(environ: dict[str, Any], start: StartResponse) -> Iterable[bytes]:
    token = environ.get("HTTP_AUTHORIZATION", "")[7:]
    with pool().connection() as connection:
        digest = hashlib.sha256(token.encode()).hexdigest()
        found = connection.execute(TOKEN, (digest,)).fetchone()
        if found is None:
            return answer(start, "401 Unauthorized", b"{}")
        person, role = found
        template, values = question(environ)
        row = connection.execute(statement(template, role), values | {"person": person}).fetchone()
    return answer(start, "200 OK", row[0].encode()) if row else answer(start, "404 Not Found", b"{}")


def question(environ: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    query = {name: int(values[0]) for name, values in parse_qs(environ.get("QUERY_STRING", "")).items()}
    path = environ["PATH_INFO"]
    if path == "/opps":
        return LIST, {"limit": query.get("limit", 50), "offset": query.get("offset", 0)}
    if path == "/board":
        return TOTALS, {}
    if path == "/cards":
        return CARDS, {"limit": query.get("limit", 40)}
    values: dict[str, Any] = {"id": int(path.removeprefix("/opps/"))}
    if environ["REQUEST_METHOD"] == "GET":
        return ONE, values
    body = json.loads(environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"])))
    return MOVE, values | {"stage": body["stage"]}


def answer(start: StartResponse, status: str, body: bytes) -> Iterable[bytes]:
    start(status, [("Content-Type", "application/json"), ("Content-Length", str(len(body)))])
    return [body]
