"""How gunicorn serves the portal; the WEB_ variables of .env.example change it."""

import subprocess
import sys
from pathlib import Path
from typing import Any

from portal.background import keep_time_without_a_queue
from portal.memory import settle_memory
from portal.settings import env

HERE = Path(__file__).parent

wsgi_app = "portal.wsgi:application"
bind = env.text("WEB_BIND", "127.0.0.1:8000")
workers = env.number("WEB_WORKERS", 2, least=1)
threads = env.number("WEB_THREADS", 4, least=1)
worker_class = "gthread"
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None
timeout = 60
graceful_timeout = 30
keepalive = 5
control_socket_disable = True
accesslog = "-" if env.flag("WEB_ACCESS_LOG", default=False) else None


def when_ready(server: Any) -> None:
    """Print the one-time link of an installation that has no administrator yet.

    In a process of its own: the parent of the workers must not open a database connection.
    """
    subprocess.Popen([sys.executable, HERE / "manage.py", "first_run"], cwd=HERE)


def post_worker_init(worker: Any) -> None:
    keep_time_without_a_queue()
    settle_memory()
