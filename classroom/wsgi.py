"""For a WSGI server with gevent workers: `gunicorn -k gevent classroom.wsgi:app`."""

# ruff: noqa: E402
import gevent
from gevent import monkey

monkey.patch_all()
# Each connection has four greenlets; to note where each came from costs more than to start it.
gevent.config.track_greenlet_tree = False

from classroom.config import from_environment
from classroom.serving import prepare

app = prepare(from_environment())
