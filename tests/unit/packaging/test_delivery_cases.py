"""Every way in which a document was once lost, paid twice or misdirected, and what tests it.

Each line is a case that happened to version 0.1 with a hostile server; the tests beside it fail if
it happens again.
"""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from helpers.case_tables import missing_tests

ABSENCE = "integration/uploads/test_services_absence.py"
FAULTS = "integration/uploads/test_services_faults.py"
FIRST_LOOK = "integration/uploads/test_services_first_look.py"
RECORDS = "integration/uploads/test_services_attempt_records.py"
NEVER_TWICE = "integration/uploads/test_services_never_twice.py"
OUTAGE = "integration/uploads/test_services_outage.py"
SLOW = "integration/uploads/test_services_slow_servers.py"
ARRIVAL = "unit/domain/test_arrival.py"
LIST_VIEW = "unit/domain/test_list_view.py"
LIFECYCLE = "unit/domain/test_lifecycle.py"
DESTINATIONS = "gui/organizations/test_gui_destinations.py"
WATCH = "integration/folder_watch/test_services_folder_watch.py"
INTAKE = "integration/intake/test_services_intake.py"
MISSING = "integration/intake/test_services_missing_files.py"
MAIN_JOB = "gui/documents/test_gui_main_job.py"
BATCH = "gui/batch/test_gui_intake.py"
DROP = "gui/batch/test_ui_drop.py"
PROCESS = "integration/program/test_process.py"
INSTANCE = "gui/shell/test_ui_single_instance.py"
DELIVERY = "integration/capout/test_capout_delivery.py"
WIRE = "unit/capout/test_capout_wire.py"

PAID_AGAIN: Mapping[str, tuple[str, ...]] = {
    "accepted, and a gateway answers 503": (
        f"{FAULTS}::what_a_fault_does_and_what_the_person_is_told",
    ),
    "accepted after 300 seconds": (
        f"{ARRIVAL}::no_absence_before_ten_minutes_and_none_without_a_second_look",
        f"{SLOW}::what_two_payers_sent_is_found_though_it_is_accepted_and_listed_minutes_later",
    ),
    "listed 75 to 120 seconds late": (
        f"{SLOW}::what_two_payers_sent_is_found_though_it_is_accepted_and_listed_minutes_later",
        f"{ABSENCE}::a_document_goes_again_by_itself_once_in_its_life",
    ),
    "the list is a window, a page, or in another order": (
        f"{ABSENCE}::what_was_accepted_is_found_or_asked_about_and_never_paid_for_again",
        (
            "unit/domain/test_arrival_properties.py::what_a_page_in_any_order_may_hide_is_not_absent_though_the_credits_are_silent"
        ),
        f"{LIST_VIEW}::the_order_shows_whether_the_list_reaches_the_attempt",
    ),
    "the list changes names": (
        f"{ABSENCE}::what_was_accepted_is_found_or_asked_about_and_never_paid_for_again",
        "unit/domain/test_identity.py::names_that_a_list_could_confuse",
        f"{LIST_VIEW}::the_time_of_an_entry_decides",
    ),
    "the list changes addresses": (
        f"{ABSENCE}::what_was_accepted_is_found_or_asked_about_and_never_paid_for_again",
        f"{ARRIVAL}::an_unclaimed_entry_of_that_time_may_be_it_whatever_its_name_and_address",
        f"{LIST_VIEW}::a_server_may_show_a_document_in_many_ways",
    ),
    "the list cuts or shifts times": (
        f"{ABSENCE}::what_was_accepted_is_found_or_asked_about_and_never_paid_for_again",
        f"{ARRIVAL}::a_time_that_is_cut_shifted_or_without_a_zone_proves_nothing",
    ),
    "this computer's clock was ahead": (
        f"{ABSENCE}::a_clock_that_was_ahead_at_the_attempt_and_is_set_right_costs_nothing_twice",
    ),
    "seen once, then gone from the list": (
        f"{ARRIVAL}::what_was_seen_once_counts_after_it_left_the_list",
        f"{ABSENCE}::once_the_person_was_asked_nothing_goes_by_itself_and_nobody_asks_twice",
    ),
    "ids count in each organization": (f"{ARRIVAL}::an_id_belongs_to_its_organization_and_server",),
    "the list names documents by other ids than receipts": (
        f"{LIST_VIEW}::an_entry_is_taken_only_if_no_two_could_be_meant",
        f"{ABSENCE}::what_was_accepted_is_found_or_asked_about_and_never_paid_for_again",
    ),
    "balances that name no organization": (
        (
            "integration/credits/test_services_credits.py::each_organization_has_a_balance_and_a_ledger_of_its_own"
        ),
    ),
    "307 or 308 after a complete body": (
        f"{FAULTS}::what_a_fault_does_and_what_the_person_is_told",
        f"{DELIVERY}::no_usable_answer_to_a_complete_body",
    ),
    "a journal restored from a backup": (
        f"{FIRST_LOOK}::a_journal_restored_from_a_snapshot_sends_nothing_a_second_time",
    ),
    "two computers or data folders": (
        f"{FIRST_LOOK}::a_second_computer_asks_before_it_sends_the_same_file",
    ),
    "the file is replaced between check and open": (
        f"{RECORDS}::a_file_with_other_bytes_of_the_same_size_and_time_is_never_sent_as_a_whole",
    ),
    "409 after a lost answer, or the first answer": (
        f"{RECORDS}::a_conflict_after_one_that_may_have_arrived_is_looked_up",
        f"{RECORDS}::a_conflict_that_a_look_up_shows_to_be_a_refusal_fails_and_goes_by_the_persons_word",
        f"{FAULTS}::what_a_fault_does_and_what_the_person_is_told",
    ),
    "Retry of everything": (f"{LIFECYCLE}::a_retry_never_stands_for_the_persons_ok",),
    "paused, and the settings are damaged": (
        f"{DESTINATIONS}::damaged_settings_pause_the_queue_and_are_reported",
    ),
    "canceled while the disk is full": (
        "integration/uploads/test_services_full_disk.py::a_persons_word_is_shown_only_once_it_is_stored",
    ),
    "an empty argument": (
        "unit/test_cli.py::an_empty_argument_is_refused_and_does_not_mean_the_current_folder",
    ),
    "a folder on the command line": (
        f"{BATCH}::several_files_of_the_command_line_are_asked_about_first",
        f"{BATCH}::several_files_of_a_script_with_yes_are_sent_at_once",
        "unit/test_cli.py::every_option_reaches_the_program",
    ),
}
MISDIRECTED: Mapping[str, tuple[str, ...]] = {
    "a switch to an organization without an address": (
        f"{DESTINATIONS}::switching_to_an_organization_without_an_address_leaves_the_address_empty",
    ),
    "the organization in use is removed": (
        f"{DESTINATIONS}::removing_the_organization_in_use_does_not_leave_its_address",
    ),
    "the default address is another organization's": (
        f"{DESTINATIONS}::the_default_address_is_for_the_organization_that_it_was_chosen_for",
    ),
    "a key of the environment without an address": (
        f"{DESTINATIONS}::a_key_of_the_environment_uses_no_other_organizations_address_and_remembers_its_own",
    ),
    "an address is typed for another organization's row": (
        f"{DESTINATIONS}::a_typed_address_applies_only_to_rows_of_its_organization",
        f"{DESTINATIONS}::an_address_for_another_organizations_row_does_not_become_the_current_one",
    ),
    "a second start with another key, address or server": (
        f"{PROCESS}::a_second_start_for_another_payer_or_receiver_is_refused",
    ),
    "rows of a session's key": (
        f"{DESTINATIONS}::rows_of_an_untested_session_key_never_go_with_a_stored_one",
    ),
    "the watch folder after a switch": (
        f"{DESTINATIONS}::files_of_the_watch_folder_belong_to_the_organization_it_was_chosen_for",
        f"{WATCH}::the_settings_say_to_whom_when_and_whether",
    ),
    "rows of a test key": (
        f"{DESTINATIONS}::rows_added_under_a_test_key_never_go_with_the_same_organizations_live_key",
    ),
    "a stored key and another server": (
        f"{DESTINATIONS}::no_other_server_gets_a_stored_key_or_a_row_of_this_one",
    ),
    "an address that was not confirmed": (
        f"{DESTINATIONS}::a_half_typed_address_asks_and_nothing_is_sent_to_it_or_to_the_previous_one",
    ),
    "who pays is shown": (
        "gui/documents/test_ui_payer.py::a_row_says_who_pays_for_it_unless_all_have_the_same_payer",
    ),
}
LOST: Mapping[str, tuple[str, ...]] = {
    "a colleague's document of the same name": (
        f"{ABSENCE}::a_colleagues_namesake_of_another_time_is_not_taken_for_it",
        f"{LIST_VIEW}::the_time_of_an_entry_decides",
    ),
    "an earlier attempt's late document": (
        f"{ARRIVAL}::the_orphan_of_another_attempt_is_not_adopted",
        f"{LIST_VIEW}::an_entry_of_another_document_here_is_no_candidate",
        f"{NEVER_TWICE}::an_earlier_time_that_it_went_is_not_taken_for_the_present_one",
    ),
    "names that a list confuses, at once": (
        f"{FAULTS}::names_that_a_list_confuses_never_fly_to_one_address_at_once",
    ),
    "the next claim scanned over the file": (
        f"{INTAKE}::a_changed_file_of_the_same_path_is_a_new_document",
        f"{INTAKE}::a_status_that_never_ends_does_not_block_its_path_for_ever",
    ),
    "a watched folder's file that is another, touched, away or put in again": (
        f"{WATCH}::an_old_file_with_other_content_of_the_same_size_is_new",
        f"{WATCH}::a_share_that_is_away_for_a_moment_and_a_touch_lose_no_row",
        f"{WATCH}::files_whose_rows_are_lost_are_told_of",
        f"{WATCH}::what_was_canceled_and_is_put_in_again_asks_first",
        f"{WATCH}::a_link_to_itself_stops_nothing_and_one_that_leads_out_is_not_followed",
    ),
    "a scanner that writes page by page": (
        f"{WATCH}::each_page_of_a_scanner_replaces_what_was_not_sent",
        f"{WATCH}::a_scanner_that_takes_seconds_for_a_page_gets_one_document",
    ),
    "a watched folder that takes long to list": (
        f"{WATCH}::a_listing_that_takes_longer_than_a_look_still_takes_files",
    ),
    "an unreadable or linked folder in a drop": (
        f"{INTAKE}::what_is_not_read_in_a_folder_is_named",
    ),
    "one bad path in a drop": (f"{INTAKE}::one_bad_path_costs_only_itself",),
    "names that are no text, and addresses that no file has": (
        f"{INTAKE}::a_name_that_is_no_text_keeps_no_other_file_from_its_row",
        f"{DROP}::what_cannot_be_opened_is_given_too_so_that_its_row_says_so",
    ),
    "a line of slashes in pasted text": (f"{DROP}::pasting_other_text_adds_nothing",),
    "a file given while the first start starts or ends": (
        f"{PROCESS}::a_file_given_while_the_first_starts_or_ends_is_never_lost",
        f"{INSTANCE}::a_second_start_hears_that_its_files_are_taken_once_they_are_in_the_journal",
    ),
    "a lock or socket that is damaged or gone": (
        f"{INSTANCE}::a_lock_that_nobody_holds_is_removed",
        f"{INSTANCE}::a_socket_that_was_cleaned_up_is_made_again",
        f"{INSTANCE}::a_long_data_folder_has_its_socket_where_only_this_user_can_be",
    ),
    "a file in a temporary folder": (
        "gui/batch/test_gui_outbox.py::an_attachment_goes_although_the_mail_program_deletes_it",
    ),
    "a share that is away, and a touched file": (
        f"{MISSING}::rows_whose_share_is_away_for_seconds_all_go_and_say_nothing",
        f"{MISSING}::a_touched_file_goes_and_a_changed_one_says_so",
    ),
}
STUCK: Mapping[str, tuple[str, ...]] = {
    "Retry-After without end, and tokens of weeks": (
        f"{OUTAGE}::a_day_of_retry_after_ends_in_a_quarter_of_an_hour_or_by_the_persons_word",
        f"{WIRE}::a_wait_that_the_server_asks_for_is_bounded",
        f"{MAIN_JOB}::a_long_wait_is_said_and_ends_when_the_person_presses_try_now",
        "unit/capout/test_capout_realtime_token.py::a_tokens_life_is_bounded",
        "unit/capout/test_capout_realtime_token.py::a_tokens_life_is_by_the_servers_clock",
    ),
    "the disk is full as a look-up finds it": (
        f"{ABSENCE}::a_disk_that_is_full_while_a_look_is_stored_does_not_end_the_looks",
    ),
    "a last status that is older, or one of 2099": (
        f"{LIFECYCLE}::an_end_is_taken_though_its_time_lies_before_the_latest",
        f"{LIFECYCLE}::a_time_in_2099_does_not_make_all_later_reports_old",
    ),
    "one id for two rows": (
        (
            "integration/tracking/test_services_tracking.py::two_rows_with_the_same_document_id_are_both_followed"
        ),
    ),
    "a list that is refused, too large or malformed": (
        f"{ABSENCE}::a_list_that_is_never_had_ends_in_a_question",
        f"{FIRST_LOOK}::a_list_that_the_key_may_not_read_is_asked_about_at_once",
        f"{WIRE}::an_entry_that_names_no_document_is_left_out_and_counted",
        f"{WIRE}::an_endless_list_of_documents_is_cut_and_says_so",
        "unit/capout/test_capout_answer_body.py::an_endless_answer_is_no_answer",
    ),
    "the list names an id twice": (f"{ARRIVAL}::an_id_that_the_list_names_twice_is_one_entry",),
    "an organization that is named later": (
        f"{ABSENCE}::what_was_sent_before_capout_named_the_organization_is_found_with_the_same_key",
    ),
    "one unclear document blocks its namesakes": (
        f"{ABSENCE}::once_one_is_asked_about_its_namesakes_go",
    ),
    "canceled, unclear, and not there": (
        f"{ABSENCE}::what_was_canceled_and_is_unclear_is_set_aside_by_the_person",
    ),
    "the clock is set back during a wait": (
        (
            "unit/services/uploads/test_backoff.py::a_documents_wait_is_as_long_as_it_was_when_the_clock_is_set"
        ),
        "unit/services/uploads/test_backoff.py::a_stored_time_in_the_far_future_is_a_quarter_of_an_hour",
    ),
    "one single 401": (
        (
            "integration/organizations/test_key_refused.py::a_single_refusal_of_a_working_key_does_not_switch_it_off"
        ),
    ),
    "100 Continue in two segments": (f"{DELIVERY}::a_continue_in_pieces_does_not_stop_the_body",),
    "huge numbers, odd times and half an emoji": (
        f"{WIRE}::numbers_fit_into_the_journal",
        f"{WIRE}::times_that_no_document_can_have_count_as_not_given",
        f"{WIRE}::half_an_emoji_or_an_endless_number_costs_only_itself",
    ),
    "a loop that fails, and a document that the program fails on": (
        "unit/services/runtime/test_supervisor.py::it_is_said_once_and_taken_back_once_it_works",
        f"{MAIN_JOB}::a_loop_that_fails_is_said_once_and_no_more_when_it_works_again",
        f"{OUTAGE}::a_document_that_the_queue_fails_on_is_set_apart_and_the_others_go",
        f"{OUTAGE}::an_attempt_that_fails_in_this_program_is_looked_up_or_set_apart_and_others_go",
    ),
    "a journal that is locked at the start": (
        f"{MAIN_JOB}::a_journal_that_a_backup_has_at_the_start_is_opened_once_the_backup_is_done",
    ),
}
HELD_ALREADY: Mapping[str, tuple[str, ...]] = {
    "early refusals and receipts": (
        f"{DELIVERY}::an_early_refusal_is_heard_while_the_body_is_still_going",
        f"{DELIVERY}::an_early_receipt_is_one",
    ),
    "100 and 103 as a whole": (f"{DELIVERY}::an_unasked_continue_does_not_stop_the_body",),
    "receipts that say nothing": (f"{DELIVERY}::no_usable_answer_to_a_complete_body",),
    "an end in the middle of a body": (
        f"{PROCESS}::an_end_in_the_middle_of_an_upload_is_quick_and_silent",
    ),
    "a file that is half copied": (f"{WATCH}::a_file_is_taken_only_once_it_is_whole",),
}
SHOWN_ALSO: Mapping[str, tuple[str, ...]] = {
    "a fresh organization settles without a question": (
        f"{ARRIVAL}::a_fresh_organization_whose_list_is_two_minutes_old_settles_without_a_question",
        f"{ABSENCE}::a_fresh_organization_settles_without_a_question_after_two_looks",
    ),
    "one question for one attempt": (
        f"{ABSENCE}::once_the_person_was_asked_nothing_goes_by_itself_and_nobody_asks_twice",
        "integration/uploads/test_services_storm.py::a_bad_day_ends_well",
    ),
    "credits that others spend": (
        f"{ABSENCE}::credits_that_a_colleague_spends_meanwhile_leave_the_decision_to_the_person",
    ),
    "two organizations with two keys": (
        "integration/uploads/test_services_storm.py::a_bad_day_ends_well",
        "faultlab/test_fault_lab.py::nothing_is_lost_and_nothing_is_paid_for_twice",
    ),
}
CASES = [
    (f"{kind}: {case}", tests)
    for kind, cases in (
        ("paid again", PAID_AGAIN),
        ("misdirected", MISDIRECTED),
        ("lost", LOST),
        ("stuck", STUCK),
        ("held already", HELD_ALREADY),
        ("shown", SHOWN_ALSO),
    )
    for case, tests in cases.items()
]


@pytest.mark.parametrize("tests", [tests for _, tests in CASES], ids=[case for case, _ in CASES])
def test_a_case_has_its_tests(tests: tuple[str, ...]) -> None:
    assert tests
    assert missing_tests(tests) == []
