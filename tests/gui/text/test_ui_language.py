"""The window in Spanish, figures as the country writes them, and texts that are longer."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from helpers.pseudo_language import PseudoLanguage
from helpers.ui_fixtures import S, document
from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QApplication, QDialogButtonBox
from pytestqt.qtbot import QtBot

from capout_desktop.capout.errors import AnswerCutShort
from capout_desktop.domain import file_problem, hold, policy, watch_rules
from capout_desktop.domain.events import Rejected
from capout_desktop.domain.lifecycle import reduce
from capout_desktop.domain.notification import ChangeKind, Notification
from capout_desktop.domain.program_problem import removed
from capout_desktop.domain.spending import LineKind, SpendingBy, SpendingLine
from capout_desktop.domain.timeline import entries
from capout_desktop.ui.credits.spending_text import spending_rows
from capout_desktop.ui.details.timeline_text import entry_text
from capout_desktop.ui.shell.main_window import MainWindow
from capout_desktop.ui.shell.notification_text import notice_words
from capout_desktop.ui.shell.welcome_page import WelcomePage
from capout_desktop.ui.text import formatting as figures
from capout_desktop.ui.text import problem_text as problem_words
from capout_desktop.ui.text.language import use_language


@pytest.fixture
def spanish(qapp: QApplication) -> Iterator[None]:
    before = QLocale()
    assert use_language(qapp, "es") == "es"
    yield
    use_language(qapp, "en")
    QLocale.setDefault(before)


@pytest.fixture
def country(request: pytest.FixtureRequest) -> Iterator[None]:
    before = QLocale()
    QLocale.setDefault(QLocale(request.param))
    yield
    QLocale.setDefault(before)


def test_the_window_speaks_spanish(spanish: None, qtbot: QtBot) -> None:
    window = MainWindow()
    qtbot.addWidget(window)
    window.apply(
        [
            document(S.REJECTED, file_name="a.pdf", problem=file_problem.PASSWORD_NEEDED),
            document(S.UPLOADING, file_name="b.pdf", bytes_sent=5, bytes_total=10, size=2 << 20),
        ]
    )
    window.model.flush()
    invitation = window.findChild(WelcomePage)
    assert invitation is not None
    assert invitation.browse_button.text() == "Examinar…"
    said = window.row_text("local-a.pdf-rejected")
    assert "No se puede enviar" in said
    assert "El PDF necesita una contraseña para abrirse" in said
    assert "50 por ciento enviado, 1 de 2 MB" in window.row_text("local-b.pdf-uploading")


def test_standard_buttons_are_spanish_too(spanish: None, qtbot: QtBot) -> None:
    box = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
    qtbot.addWidget(box)
    words = box.button(QDialogButtonBox.StandardButton.Cancel).text()
    assert words.replace("&", "") == "Cancelar"


def test_problems_carry_their_values_into_spanish(spanish: None) -> None:
    large = file_problem.too_large(1_234_000_000, policy.MAX_PDF_BYTES)
    assert problem_words.title(large) == "Demasiado grande: 1,234 MB, y CapOut acepta hasta 50 MB"
    sent = hold.already_sent(date(2026, 11, 3))
    assert problem_words.title(sent).endswith("el 3 nov 2026")
    broke = hold.looking_up_after(AnswerCutShort("reset by peer").problem)
    assert problem_words.next_step(broke).startswith("La respuesta de CapOut se cortó. No hay")
    assert problem_words.title(removed(1)) == "Se quitó 1 documento de la lista"
    assert problem_words.title(removed(1200)) == "Se quitaron 1,200 documentos de la lista"
    assert problem_words.action("Undo") == "Deshacer"


def test_a_timeline_shows_old_problems_in_spanish_with_their_values(spanish: None) -> None:
    large = file_problem.too_large(1_234_000_000, policy.MAX_PDF_BYTES)
    before, moment = document(S.CHECKING), datetime(2026, 11, 3, 12, tzinfo=UTC)
    event = Rejected(moment, large)
    (entry,) = entries(before, reduce(before, event), event)
    assert entry_text(entry) == (
        "No se puede enviar: Demasiado grande: 1,234 MB, y CapOut acepta hasta 50 MB"
    )


def test_notifications_and_exports_are_spanish(spanish: None) -> None:
    failed = document(S.FAILED, problem=file_problem.GONE)
    notice = Notification({ChangeKind.FAILED: 1, ChangeKind.DONE: 3}, finished=True, only=None)
    assert notice_words(notice)[0] == "3 documentos están listos, 1 documento falló"
    only = Notification({ChangeKind.FAILED: 1}, finished=True, only=failed)
    assert notice_words(only)[1] == "El archivo ya no está ahí"
    line = SpendingLine("2026-11-03", LineKind.UNEXPLAINED, 0, 1200)
    titles, row = spending_rows([line], SpendingBy.DAY, str)
    assert titles == ("Día", "Concepto", "Documentos", "Créditos", "Repartido")
    assert row == ("2026-11-03", "Gastado en otro lugar, o incierto", "", "1200", "")


def test_counts_have_the_forms_of_the_language(spanish: None) -> None:
    def pages(number: int) -> str:
        return figures.count_text(number, "{number} page", "{number} pages")

    assert [pages(n) for n in (0, 1, 2, 1500)] == [
        "0 páginas",
        "1 página",
        "2 páginas",
        "1,500 páginas",
    ]


def test_counts_and_problems_in_english() -> None:
    assert figures.count_text(1, "{number} file", "{number} files") == "1 file"
    assert figures.count_text(2000, "{number} file", "{number} files") == "2,000 files"
    assert problem_words.title(removed(1)) == "1 document was removed from the list"
    large = file_problem.too_large(60_000_000, policy.MAX_PDF_BYTES)
    assert problem_words.title(large) == "Too large: 60 MB, and CapOut takes up to 50 MB"


def test_a_server_message_may_contain_braces() -> None:
    assert problem_words.recorded_title("{detail}: 100 %. {", ()) == "{detail}: 100 %. {"
    folder = watch_rules.folder_gone("/scans/{inbox} {", "")
    assert "/scans/{inbox} { is on" in problem_words.next_step(folder)


@pytest.mark.parametrize(
    ("country", "written"),
    [
        ("en_US", ("12.4 MB", "1,200", "Nov 3, 2026", "Nov 3")),
        ("es_US", ("12.4 MB", "1,200", "3 nov 2026", "3 nov")),
        ("de_DE", ("12,4 MB", "1.200", "3 Nov. 2026", "3 Nov.")),
        ("en_GB", ("12.4 MB", "1,200", "3 Nov 2026", "3 Nov")),
        ("C", ("12.4 MB", "1,200", "Nov 3, 2026", "Nov 3")),
    ],
    indirect=["country"],
)
def test_numbers_are_formatted_for_the_locale(country: None, written: tuple[str, ...]) -> None:
    noon = datetime(2026, 11, 3, 12, tzinfo=UTC)
    assert written == (
        figures.size_text(round(12.4 * 2**20)),
        figures.number_text(1200),
        figures.day_text(noon),
        figures.moment_text(noon, date(2026, 12, 24)),
    )


@pytest.mark.parametrize(
    ("chosen", "spoken"), [("en", "en"), ("es", "es"), ("", "en"), ("xx", "en")]
)
def test_the_chosen_language_is_used(
    qapp: QApplication, monkeypatch: pytest.MonkeyPatch, chosen: str, spoken: str
) -> None:
    before = QLocale()
    monkeypatch.setattr(QLocale, "system", staticmethod(lambda: QLocale("en_US")))
    assert use_language(qapp, chosen) == spoken
    use_language(qapp, "en")
    QLocale.setDefault(before)


def test_the_system_language_is_used_if_none_is_chosen(
    qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = QLocale()
    monkeypatch.setattr(QLocale, "system", staticmethod(lambda: QLocale("es_MX")))
    assert use_language(qapp, "") == "es"
    use_language(qapp, "en")
    QLocale.setDefault(before)


def test_the_pseudo_language_is_longer_and_keeps_placeholders_and_shortcuts() -> None:
    longer = PseudoLanguage()
    text = "Send {number} to &all"
    said = longer.translate("Window", text)
    assert len(said) >= 1.4 * len(text)
    assert said.format(number=3).startswith("Send 3 to &all ")
    assert longer.translate("QShortcut", "Ctrl") == "Ctrl"
