"""`make bench`: the product's speed as multiples of the floor, measured side by side in one run.

Needs PostgreSQL; BENCH_DATABASE_URL names the server (default postgres://postgres@127.0.0.1:5432/), on which a database
of its own is made and dropped. `make bench BENCH="--opportunities 10000"` for a smaller run.
"""

from __future__ import annotations

import argparse
import os
import sys


def main() -> None:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--opportunities", type=int, nargs="*", default=[10_000, 100_000])
    parser.add_argument("--import-rows", type=int, default=100_000)
    options = parser.parse_args()
    os.environ.setdefault("BENCH_DATABASE_URL", "postgres://postgres@127.0.0.1:5432/")
    os.environ["DATABASE_URL"] = os.environ["BENCH_DATABASE_URL"].rstrip("/") + "/portal_bench"
    os.environ["SECRET_KEY"] = "only-for-the-benchmark-" * 4
    os.environ["DJANGO_SETTINGS_MODULE"] = "portal.settings.base"
    os.environ.pop("DEBUG", None)
    from tests.bench.running import run

    sys.exit(run(options.opportunities, options.import_rows))


main()
