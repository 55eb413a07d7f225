"""For a WSGI server with gevent workers: `gunicorn -k gevent classroom.wsgi:app`."""

# ruff: noqa: E402
from gevent import monkey

monkey.patch_all()

from classroom.config import from_environment
from classroom.serving import prepare

app = prepare(from_environment())
