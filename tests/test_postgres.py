"""A kept connection is looked at before a request: one that the server has left is made anew."""

import socket
from collections.abc import Iterator

import pytest
from django.db import close_old_connections, connection
from django.db.backends.base.base import BaseDatabaseWrapper

from studyapp.postgres.base import FEW, DatabaseWrapper
from studyapp.queries.classfacts import facts
from studyapp.queries.classsheet import learners_of, own_sheet, sheet
from tests.factories.classwork import all_kinds, class_of
from tests.factories.study import NOON

needs_postgresql = pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite needs no other program")


class Line:
    """What stands for a connection of psycopg: a socket, and whether it was closed on this side."""

    def __init__(self, end: socket.socket) -> None:
        self.end, self.closed = end, False

    def fileno(self) -> int:
        return self.end.fileno()

    def close(self) -> None:
        self.closed = True


@pytest.fixture
def ends() -> Iterator[tuple[socket.socket, socket.socket]]:
    here, there = socket.socketpair()
    with here, there:
        yield here, there


def looked_at(line: Line, *, done: bool = False, enabled: bool = True) -> DatabaseWrapper:
    """A wrapper around the line, after its look."""
    wrapper = DatabaseWrapper({"CONN_MAX_AGE": 600, "AUTOCOMMIT": True, "OPTIONS": {}}, "line")
    wrapper.connection = line
    wrapper.health_check_enabled, wrapper.health_check_done = enabled, done
    wrapper.close_if_health_check_failed()
    return wrapper


def test_a_silent_connection_is_kept(ends: tuple[socket.socket, socket.socket]) -> None:
    line = Line(ends[0])
    wrapper = looked_at(line)
    assert (wrapper.connection, line.closed, wrapper.health_check_done) == (line, False, True)


@pytest.mark.parametrize("farewell", [b"", b"terminating connection"])
def test_a_connection_that_the_server_left_is_closed(
    ends: tuple[socket.socket, socket.socket], farewell: bytes
) -> None:
    line = Line(ends[0])
    ends[1].sendall(farewell)
    ends[1].close()
    wrapper = looked_at(line)
    assert (wrapper.connection, line.closed) == (None, True)


def test_a_connection_closed_on_this_side_is_let_go(ends: tuple[socket.socket, socket.socket]) -> None:
    line = Line(ends[0])
    line.closed = True
    assert looked_at(line).connection is None


@pytest.mark.parametrize(("done", "enabled"), [(True, True), (False, False)])
def test_a_look_is_taken_once_and_where_wanted(
    ends: tuple[socket.socket, socket.socket], done: bool, enabled: bool
) -> None:
    ends[1].close()
    line = Line(ends[0])
    assert looked_at(line, done=done, enabled=enabled).connection is line


@needs_postgresql
@pytest.mark.django_db(transaction=True)
def test_what_is_asked_after_the_server_hung_up_is_answered() -> None:
    connection.ensure_connection()
    before = backend(connection)
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [before])
            assert cursor.fetchone() == (True,)
    finally:
        other.close()
    close_old_connections()  # as at the start of a request
    assert backend(connection) != before


@needs_postgresql
@pytest.mark.django_db
def test_what_is_asked_again_is_planned_once() -> None:
    with connection.cursor() as cursor:
        for number in range(4):
            cursor.execute("SELECT 1000 + %s::int", [number])
        cursor.execute("SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE 'SELECT 1000 +%%'")
        assert cursor.fetchone() == (1,)


@needs_postgresql
@pytest.mark.django_db
@pytest.mark.parametrize(
    "statement",
    [
        "SELECT count(*) FROM generate_series(2000, %s::int) n GROUP BY n % 2",
        "(SELECT 2000 + %s::int) UNION ALL (SELECT 0)",
    ],
)
def test_what_counts_over_many_rows_is_planned_for_its_values(statement: str) -> None:
    with connection.cursor() as cursor:
        for number in range(4):
            cursor.execute(statement.replace(" % ", " %% "), [2000 + number])
        cursor.execute("SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE '%%2000%%'")
        assert cursor.fetchone() == (0,)


@needs_postgresql
@pytest.mark.django_db
def test_what_one_learner_has_of_a_class_is_planned_once_and_what_a_class_has_each_time() -> None:
    classroom, (one, _) = class_of(2)
    all_kinds(classroom)
    for _ in range(4):
        facts(own_sheet(one.pk, classroom.pk), NOON)
        facts(sheet(learners_of(classroom.pk), classroom_id=classroom.pk), NOON)
    with connection.cursor() as cursor:
        cursor.execute("SELECT statement FROM pg_prepared_statements WHERE statement LIKE '%%UNION%%'")
        kept = [statement for (statement,) in cursor.fetchall()]
    assert [statement.startswith(FEW) for statement in kept] == [True, True]


def backend(wrapper: BaseDatabaseWrapper) -> int:
    """The number of the server's process behind a connection."""
    with wrapper.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return int(cursor.fetchone()[0])
