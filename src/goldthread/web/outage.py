"""When the database is away for a moment: reading is tried once more, writing says so.

A database server that restarts cuts every connection. Without this each of them costs
somebody an error page; with it only what was being written in that moment is answered
with 503 and a sentence that says to look and to send it again (trust F28).
"""

import logging
import sys
from collections.abc import Callable

from django.db import Error, InterfaceError, OperationalError, connection
from django.http import HttpRequest, HttpResponse, HttpResponseServerError
from django.template import loader
from django.views.defaults import server_error as ordinary_error

logger = logging.getLogger(__name__)

Next = Callable[[HttpRequest], HttpResponse]
AWAY = (OperationalError, InterfaceError)  # also a lock that was waited for too long
SAFE = ("GET", "HEAD")


class DatabaseAway(HttpResponseServerError):
    """The answer while the database cannot be reached."""

    status_code = 503


def server_error(request: HttpRequest) -> HttpResponse:
    """The page for what went wrong on our side: a database that is away has its own.

    Called where the error is caught, in whichever layer it was raised.
    """
    if not isinstance(sys.exc_info()[1], AWAY):
        return ordinary_error(request)
    told = {"is_read": request.method in SAFE}
    words = loader.render_to_string("503.html", told)
    return DatabaseAway(words, headers={"Retry-After": "5"})


def once_more(get_response: Next) -> Next:
    """Ask a page once more, over a new connection, where the database went away."""

    def respond(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if not isinstance(response, DatabaseAway) or request.method not in SAFE:
            return response
        logger.warning("The database went away; %s is asked once more.", request.path)
        _let_go()
        return get_response(request)

    return respond


def _let_go() -> None:
    if connection.in_atomic_block:  # somebody else's: a test's
        return
    try:
        connection.close()
    except Error:
        connection.connection = None
