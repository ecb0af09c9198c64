"""Which changes of the watchlist connections hear of."""

from __future__ import annotations

from capout_desktop.capout.realtime.watchlist import Watchlist


def test_connections_hear_of_new_documents_and_of_the_end_of_the_last() -> None:
    watchlist, heard = Watchlist(), []

    def note() -> None:
        heard.append(watchlist.changes.count)

    note()
    watchlist.add(["doc_1", "doc_2"])
    note()
    watchlist.add(["doc_2"])
    watchlist.remove("doc_1")
    watchlist.remove("doc_1")
    note()
    watchlist.remove("doc_2")
    note()
    watchlist.remove("doc_2")
    note()
    assert [count - heard[0] for count in heard] == [0, 1, 1, 2, 2]
    assert not watchlist
    assert Watchlist(ever=True)
