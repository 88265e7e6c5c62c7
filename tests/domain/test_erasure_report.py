"""What a report of an erasure says of the proof, and of what no erasure reaches."""

from dataclasses import replace

from domain.erasure_report import NO_BACKUPS, Backup, Report, backups, text

DONE = Report(mark="person-1", at="2026-11-24", actor="ana", reason="asked", links=(), rows={}, texts=3, searched=4096)
SERVERS = Report(
    mark="person-1",
    at="2026-11-24",
    actor="ana",
    reason="asked",
    links=(),
    rows={},
    texts=3,
    beyond="Standbys hold it.",
)


def test_bytes_are_told_where_files_were_searched_and_rows_where_they_could_not_be() -> None:
    assert "4,096 bytes of the store's files were searched for 3 texts; none was found." in text(DONE)
    assert "Every row of every table was searched for 3 texts, after all tables were written anew;" in text(SERVERS)


def test_copies_out_of_reach_stand_beside_the_backups_that_are_known() -> None:
    assert backups(DONE) == [NO_BACKUPS]
    assert backups(SERVERS) == ["Standbys hold it."]
    kept = Report.decoded(SERVERS.encoded())
    assert backups(kept) == ["Standbys hold it."]
    one = Backup("2026-11-24", "/srv/desk.db", is_there=True)
    assert backups(replace(SERVERS, backups=(one,))) == [
        "/srv/desk.db, of 2026-11-24",
        "Standbys hold it.",
    ]
