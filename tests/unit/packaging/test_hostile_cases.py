"""Every way in which something from outside once harmed the program, and what tests it.

Each line is a case that happened to version 0.1, or one of its kind that was found later; the
tests beside it fail if it happens again. What PDFs were misjudged is in the second table.
"""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from helpers.case_tables import missing_tests

ANSWERS = "integration/capout/test_capout_hostile_answers.py"
CONFINEMENT = "integration/intake/test_worker_confinement.py"
CRASH = "integration/program/test_crash.py"
DEAD_DRIVES = "integration/intake/test_services_dead_drives.py"
DESKTOP_FILES = "gui/widgets/test_ui_desktop_files.py"
FOREIGN_TEXT = "gui/text/test_gui_foreign_text.py"
HOSTILE_WORKER = "integration/intake/test_hostile_worker.py"
INSPECTOR = "integration/intake/test_services_pdf_inspector.py"
INSTANCE = "gui/shell/test_ui_single_instance.py"
INTAKE = "integration/intake/test_services_intake.py"
NETWORK = "integration/capout/test_capout_network.py"
PRIVATE = "unit/store/test_private_files.py"
PROCESS = "integration/program/test_process.py"
SANDBOX = "integration/sandbox/test_sandbox_server.py"
SECRETS = "integration/organizations/test_secrets.py"
SETTINGS = "unit/store/test_settings.py"
TRAY = "integration/shell/test_tray.py"
UNPACKER = "integration/intake/test_services_unpacker.py"
WIRE = "unit/capout/test_capout_wire.py"
WORKFLOW = "unit/packaging/test_release_workflow.py"

HOSTILE: Mapping[str, tuple[str, ...]] = {
    "markup in a name, link or answer": (
        f"{FOREIGN_TEXT}::no_screen_takes_a_text_of_others_for_markup_or_lets_it_turn_round",
        f"{FOREIGN_TEXT}::a_tooltip_shows_what_is_in_the_text",
        "gui/shell/test_ui_notification_text.py::a_notification_shows_names_as_they_are",
    ),
    "pipes, devices and dead mounts": (
        "gui/shell/test_gui_stuck_files.py::files_that_never_answer_keep_neither_others_nor_the_end_waiting",
        f"{INTAKE}::one_bad_path_costs_only_itself",
        f"{INTAKE}::a_dead_drive_holds_up_neither_the_drop_nor_the_checks",
        "integration/intake/test_services_previews.py::nothing_but_files_is_opened",
    ),
    "a drive that dies during a check, a copy or an upload": (
        f"{DEAD_DRIVES}::a_file_is_opened_once_for_all_checks",
        f"{DEAD_DRIVES}::the_picture_of_another_file_is_drawn",
        f"{DEAD_DRIVES}::pictures_that_do_not_answer_keep_no_other_from_its_pdf",
        f"{DEAD_DRIVES}::another_missing_file_is_found_again",
        f"{DEAD_DRIVES}::what_became_a_device_is_not_read_for_a_copy",
        "unit/capout/test_capout_upload_body.py::a_drive_that_stops_to_answer_ends_the_upload_and_never_completes_its_body",
    ),
    "a mail or archive that takes long, before others": (
        f"{UNPACKER}::what_takes_long_to_read_comes_after_everything_else",
        f"{UNPACKER}::a_hostile_mail_costs_its_own_row_only",
        f"{HOSTILE_WORKER}::what_was_read_of_a_mail_before_it_took_too_long_is_read_once_more_and_kept_once",
    ),
    "a link or path of a million characters": (f"{INTAKE}::one_bad_path_costs_only_itself",),
    "numbers of the server": (
        f"{WIRE}::a_wait_that_the_server_asks_for_is_bounded",
        f"{WIRE}::numbers_fit_into_the_journal",
        f"{WIRE}::times_that_no_document_can_have_count_as_not_given",
        "unit/capout/test_capout_realtime_token.py::a_tokens_life_is_bounded",
    ),
    "the socket of the single instance": (
        f"{INSTANCE}::only_this_user_can_reach_the_program",
        f"{INSTANCE}::nothing_is_taken_from_another_user",
        f"{INSTANCE}::a_connection_of_another_user_is_dropped_even_where_the_socket_lets_it_in",
        f"{INSTANCE}::no_path_is_handed_to_another_user_who_made_the_socket_first",
        f"{INSTANCE}::a_long_data_folder_has_its_socket_where_only_this_user_can_be",
    ),
    "undo in a key field": (
        "gui/organizations/test_ui_key_field.py::no_undo_brings_a_key_back_and_the_next_one_is_masked",
        "gui/organizations/test_gui_first_start.py::a_key_is_stored_in_the_keyring_and_in_no_file",
    ),
    "another server and the stored key": (
        "gui/organizations/test_gui_destinations.py::no_other_server_gets_a_stored_key_or_a_row_of_this_one",
    ),
    "a record that cannot be written": (
        "unit/store/test_journal_attempts.py::one_record_that_cannot_be_written_does_not_keep_the_others_from_the_disk",
        "unit/store/test_journal_attempts.py::a_record_that_cannot_be_written_at_all_is_named_and_left_out",
        "unit/store/test_storable.py::whatever_comes_out_can_be_written_and_goes_in_again_unchanged",
    ),
    "a PDF worker that was taken over": (
        f"{HOSTILE_WORKER}::what_is_no_answer_is_no_verdict",
        f"{HOSTILE_WORKER}::answers_without_end_end_and_are_not_kept",
        f"{CONFINEMENT}::a_confined_process_reads_connects_and_starts_nothing",
        f"{CONFINEMENT}::each_measure_holds_alone",
        f"{CONFINEMENT}::every_worker_of_the_program_is_confined",
    ),
    "core dumps": (
        f"{CRASH}::a_crash_leaves_no_key_in_a_core_dump_or_in_any_file",
        f"{CRASH}::without_the_protection_the_same_crash_would_leave_a_dump",
    ),
    "answers without end, compressed or slow": (
        f"{ANSWERS}::a_compressed_answer_is_never_inflated",
        f"{ANSWERS}::the_words_of_an_error_are_never_inflated",
        f"{ANSWERS}::an_event_without_end_ends_the_stream",
        f"{ANSWERS}::a_large_answer_is_decoded_beside_the_loop",
        f"{ANSWERS}::a_head_that_drips_has_one_deadline",
        f"{ANSWERS}::headers_without_end_end",
    ),
    "an error nested deeply": (
        f"{ANSWERS}::an_error_nested_without_end_is_what_its_status_says",
        f"{WIRE}::nesting_is_bounded_in_what_is_kept",
        "unit/capout/test_capout_fuzz.py::every_answer_is_understood_or_garbage",
    ),
    "formulas in a list": (
        "unit/domain/test_csv_cell.py::no_part_is_a_formula_with_another_separator",
        "gui/documents/test_gui_export.py::no_cell_of_an_exported_list_is_a_formula_in_any_spreadsheet",
    ),
    "the environment of other programs": (
        "unit/test_child_environment.py::what_the_launcher_added_is_gone",
        "unit/test_child_environment.py::the_program_does_so_once_its_window_is_there",
    ),
    "planted files and open folders": (
        f"{PRIVATE}::a_planted_link_is_neither_followed_nor_kept",
        f"{PRIVATE}::a_planted_file_that_others_may_read_is_not_written_to",
        f"{PRIVATE}::an_export_into_a_shared_folder_overwrites_nothing_through_a_planted_link",
        f"{PRIVATE}::the_folders_are_the_users_alone",
        f"{PRIVATE}::the_folder_of_another_user_is_refused",
        f"{PROCESS}::the_data_folder_of_another_user_is_refused",
        f"{PRIVATE}::every_file_of_the_log_is_the_users_alone",
    ),
    "odd passwords of proxies": (
        f"{NETWORK}::a_proxy_that_cannot_be_read_is_said_without_its_password",
        f"{NETWORK}::the_system_proxys_password_shows_nowhere",
    ),
    "a web page and the practice server": (
        f"{SANDBOX}::a_page_of_another_name_gets_no_answer",
        f"{SANDBOX}::a_web_socket_of_another_name_is_refused",
        f"{SANDBOX}::each_start_has_a_key_of_its_own",
        "gui/shell/test_gui_signs.py::each_practice_has_a_key_that_no_other_practice_takes",
    ),
    "settings of an editor or a newer program": (
        f"{SETTINGS}::a_byte_order_mark_of_an_editor_is_not_read",
        f"{SETTINGS}::a_word_of_a_newer_program_costs_only_its_own_field",
    ),
    "names of folders in the launcher": (
        "unit/packaging/test_add_to_menu.py::the_launcher_starts_the_program_in_this_folder",
    ),
    "a version of thousands of digits": (
        "unit/domain/test_update.py::a_number_of_thousands_of_digits_is_no_version",
    ),
    "characters that cannot be seen": (
        "unit/domain/test_visible_text.py::what_cannot_be_seen_is_shown",
        f"{FOREIGN_TEXT}::no_screen_takes_a_text_of_others_for_markup_or_lets_it_turn_round",
        f"{DESKTOP_FILES}::only_a_pdf_is_opened_and_anything_else_is_shown_in_its_folder",
        "integration/program/test_inspect_command.py::what_could_deceive_the_terminal_is_made_visible",
    ),
    "a tray that dies or comes late": (
        f"{TRAY}::a_window_in_the_tray_comes_back_if_the_panel_dies",
        f"{TRAY}::a_panel_that_comes_late_or_again_gets_the_icon",
    ),
    "a screen that is not there or silent": (
        f"{PROCESS}::a_dead_screen_is_said_in_one_sentence",
        f"{PROCESS}::a_screen_that_says_nothing_is_not_waited_for_without_end",
        f"{PROCESS}::without_a_screen_it_says_so",
    ),
    "a package that is replaced": (
        "gui/help/test_gui_updates.py::an_update_under_the_running_program_is_told_and_uploads_end_first",
    ),
    "explorer.exe by a bare name": (
        f"{DESKTOP_FILES}::windows_explorer_is_started_by_its_path_and_told_the_file",
    ),
    "the workflow of a release": (
        f"{WORKFLOW}::a_workflow_keeps_the_rules",
        f"{WORKFLOW}::signing_waits_for_all_that_is_tested_and_frozen",
        f"{WORKFLOW}::a_broken_rule_would_be_found",
    ),
    "addresses for updates of another host": (
        "unit/capout/test_capout_base_url.py::a_realtime_address_of_another_host_is_ignored",
    ),
    "a link in a shared folder": (
        "integration/folder_watch/test_services_folder_watch.py::a_link_to_itself_stops_nothing_and_one_that_leads_out_is_not_followed",
    ),
    "keys in logs, files and other processes": (
        f"{SECRETS}::a_key_out_of_the_keyring_is_found_nowhere",
        f"{SECRETS}::a_key_of_the_environment_is_not_handed_on",
        f"{SECRETS}::a_planted_secret_would_be_found",
    ),
}
PDFS: Mapping[str, tuple[str, ...]] = {
    "one bad path in a drop": (f"{INTAKE}::one_bad_path_costs_only_itself",),
    "pipes beside good files": (f"{INTAKE}::one_bad_path_costs_only_itself",),
    "a verdict carried over": (f"{INSPECTOR}::a_verdict_does_not_depend_on_the_file_before",),
    "missing pages, odd page types and miscounts": (f"{INSPECTOR}::what_is_said_of_a_pdf",),
    "refused by one library alone": (
        f"{INTAKE}::what_cannot_be_read_here_goes_by_the_persons_word",
    ),
    "something after the end": (f"{INSPECTOR}::what_is_said_of_a_pdf",),
    "rights management and certificates": (f"{INSPECTOR}::what_is_said_of_a_pdf",),
    "folders that cannot be read": (f"{INTAKE}::what_is_not_read_in_a_folder_is_named",),
    "a file that is gone, and one that kills": (
        f"{INSPECTOR}::a_hostile_pdf_fails_for_itself_only_and_costs_one_worker",
    ),
    "scans with a cover or a footer, forms, portfolios": (
        f"{INSPECTOR}::what_is_said_of_a_pdf",
        f"{INTAKE}::what_converts_less_well_goes_and_says_so",
    ),
    "one budget of memory": (f"{INSPECTOR}::all_workers_on_hostile_pages_stay_in_one_budget",),
    "thousands of hostile ones": (
        "gui/batch/test_gui_hostile_pdfs.py::no_hostile_pdf_loses_a_row_or_gets_a_wrong_verdict",
    ),
}
CASES = [*HOSTILE.items(), *PDFS.items()]


@pytest.mark.parametrize("tests", [tests for _, tests in CASES], ids=[case for case, _ in CASES])
def test_a_case_has_its_tests(tests: tuple[str, ...]) -> None:
    assert tests
    assert missing_tests(tests) == []
