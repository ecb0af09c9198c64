"""Every way in which the window of version 0.1 failed a person on a storm day, and what tests it.

The tests beside each case use the real window, by mouse, keyboard or accessibility bus, and fail if
it happens again.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import pytest

TESTS = Path(__file__).resolve().parents[2]

DRAFT = "gui/batch/test_gui_draft.py"
HEADING = "gui/batch/test_gui_draft_heading.py"
DRAFTS = "gui/batch/test_ui_drafts.py"
INTAKE = "gui/batch/test_gui_intake.py"
DROP = "gui/batch/test_ui_drop.py"
STORM = "gui/documents/test_gui_storm_day.py"
READER = "gui/documents/test_gui_screen_reader.py"
MAIN_JOB = "gui/documents/test_gui_main_job.py"
MENU = "gui/documents/test_ui_context_menu.py"
ACTIONS = "gui/documents/test_ui_actions.py"
BATCHES = "gui/documents/test_ui_batches.py"
COLUMNS = "gui/documents/test_ui_columns.py"
ESTIMATE_COLUMNS = "gui/documents/test_ui_estimate_columns.py"
GROUPS = "gui/documents/test_ui_groups.py"
PROGRESS = "gui/documents/test_ui_progress.py"
CHARGE = "gui/documents/test_ui_charge_text.py"
RECIPES = "gui/documents/test_ui_recipes.py"
ROW_BUTTONS = "gui/documents/test_ui_row_buttons.py"
SEARCH = "gui/documents/test_ui_search.py"
DETAILS = "gui/details/test_ui_details.py"
CREDITS = "gui/credits/test_ui_credits.py"
SIGNS = "gui/shell/test_gui_signs.py"
WINDOW = "gui/shell/test_ui_window.py"
KEYBOARD = "gui/shell/test_ui_keyboard.py"
AT_ONCE = "gui/settings/test_gui_settings_at_once.py"
FIRST_START = "gui/organizations/test_gui_first_start.py"
DESTINATIONS = "gui/organizations/test_gui_destinations.py"
TEXTS = "gui/text/test_gui_texts.py"
THEME = "gui/style/test_ui_theme.py"
TOAST = "gui/widgets/test_ui_toast.py"
TRANSLATIONS = "unit/packaging/test_translations.py"
LIFECYCLE = "unit/domain/test_lifecycle.py"

BROKEN: Mapping[str, tuple[str, ...]] = {
    "a skipped file was sent": (
        f"{DRAFT}::a_draft_of_twelve_stands_as_it_was_and_exactly_eleven_go",
        f"{DRAFTS}::space_unticks_all_selected_rows_and_delete_only_unticks",
        f"{DRAFTS}::a_click_on_a_check_box_ticks_and_beside_it_only_selects",
    ),
    "the menu key chose another row": (
        f"{MENU}::by_keyboard_the_menu_is_that_of_the_selected_row",
        f"{MENU}::by_keyboard_several_rows_stay_selected_wherever_the_focus_is",
        f"{MENU}::by_mouse_the_menu_is_that_of_the_row_under_it",
    ),
    "the title counted what was not done": (
        f"{STORM}::a_day_after_a_storm",
        "gui/shell/test_ui_notification_text.py::the_title_shows_the_overall_progress",
    ),
    "a column vanished": (
        f"{COLUMNS}::a_scroll_bar_that_comes_and_goes_changes_no_width_for_good",
        f"{COLUMNS}::stored_widths_that_hide_a_column_are_repaired",
    ),
    "half an address was used": (
        f"{DESTINATIONS}::a_half_typed_address_asks_and_nothing_is_sent_to_it_or_to_the_previous_one",
        f"{DRAFTS}::an_address_is_for_all_selected_rows_and_needs_enter_if_it_looks_odd",
    ),
    "windows were larger than the screen": (
        f"{TEXTS}::no_text_is_cut_off_and_every_window_fits",
        f"{WINDOW}::the_least_size_shows_all_columns_without_scrolling",
    ),
    "advice led nowhere": (
        f"{ROW_BUTTONS}::each_row_that_needs_the_person_has_its_button",
        f"{ACTIONS}::exactly_the_actions_of_the_state_machine_are_enabled",
        f"{READER}::rows_headings_and_the_selection_are_read_and_pressed",
    ),
    "rows contradicted a pause": (
        f"{SIGNS}::a_pause_is_shown_until_it_ends_whoever_ends_it",
        f"{BATCHES}::a_paused_batch_says_so_in_its_heading_and_rows",
    ),
    "missing credits were silent": (
        f"{SIGNS}::a_lack_of_credits_is_shown_with_the_way_to_buy_some",
        f"{BATCHES}::the_buttons_of_a_heading_concern_its_batch",
    ),
    "the keyboard was lost after a question": (
        f"{WINDOW}::the_window_has_the_keyboard_again_after_each_dialog",
    ),
    "a question outlived its uploads": (
        f"{WINDOW}::the_question_follows_the_uploads_while_it_is_open",
        f"{WINDOW}::the_program_can_end_by_itself_once_everything_is_sent",
    ),
    "undo and removal changed or hid things": (
        f"{DRAFT}::a_draft_of_twelve_stands_as_it_was_and_exactly_eleven_go",
        f"{LIFECYCLE}::what_was_taken_off_the_list_stays_as_it_is",
        f"{MAIN_JOB}::a_removed_row_returns_by_undo_and_is_still_recognized",
        f"{MAIN_JOB}::what_is_not_removed_is_said",
        f"{HEADING}::a_draft_that_is_discarded_while_it_is_checked_comes_back_and_is_checked_again",
    ),
    "small actions went wrong": (
        f"{AT_ONCE}::the_settings_ask_about_the_files_that_were_in_the_folder",
        f"{INTAKE}::the_lock_file_of_another_program_is_left_out_and_that_is_said",
        f"{ACTIONS}::copied_rows_are_cells_of_a_spreadsheet",
        f"{ACTIONS}::actions_on_the_whole_list_are_enabled_while_they_apply",
    ),
    "documented additions crashed": (
        f"{RECIPES}::a_column_with_only_required_fields_shows_its_text",
        f"{RECIPES}::a_state_without_a_description_has_the_default_look",
    ),
    "a dialog kept the window open": (f"{WINDOW}::the_close_button_works_while_a_dialog_is_open",),
}
NOT_GOOD_ENOUGH: Mapping[str, tuple[str, ...]] = {
    "names were cut where they differ": (
        f"{BATCHES}::names_of_a_batch_are_painted_without_what_all_have_in_common",
        f"{COLUMNS}::credits_and_the_last_change_give_way_before_names_of_files_get_short",
    ),
    "stages were uneven, and complete rows loud": (
        f"{PROGRESS}::the_five_stages_are_at_equal_distances",
        f"{PROGRESS}::a_complete_row_is_one_quiet_line_with_its_time",
    ),
    "a wide window had few columns": (
        f"{COLUMNS}::the_menu_of_a_title_moves_hides_fits_and_resets_columns",
        f"{COLUMNS}::a_title_is_dragged_to_another_place_but_never_before_the_file",
        f"{ESTIMATE_COLUMNS}::the_headers_menu_shows_a_column_and_the_next_start_does_too",
    ),
    "cells held paragraphs": (
        f"{ROW_BUTTONS}::each_row_that_needs_the_person_has_its_button",
        f"{ROW_BUTTONS}::tab_goes_through_the_buttons_from_top_to_bottom",
        f"{ROW_BUTTONS}::text_under_a_button_is_not_painted",
    ),
    "counts did not add up": (
        f"{DRAFTS}::each_row_says_what_will_happen_and_the_heading_how_many_are_sent",
        f"{STORM}::a_day_after_a_storm",
    ),
    "expiring credits read as spent": (
        f"{CREDITS}::the_indicator_says_how_many_credits_expire_and_when",
    ),
    "every row said that it was charged": (
        f"{CHARGE}::the_row_of_an_accepted_document_says_the_amount_as_soon_as_it_is_known",
        "gui/credits/test_gui_credits.py::costs_are_learned_and_a_batch_that_exceeds_the_balance_is_detected",
    ),
    "menus offered what did not apply": (f"{MENU}::the_menu_has_only_what_applies",),
    "focus and order of Tab": (
        f"{THEME}::every_focusable_control_shows_its_focus",
        f"{WINDOW}::tab_reaches_every_control_and_leaves_the_table",
        f"{KEYBOARD}::tab_reaches_all_of_the_window_with_its_list_and_details",
    ),
    "banners pushed the list down": (
        f"{TOAST}::it_stands_inside_the_window_above_the_status_bar",
        f"{TOAST}::it_is_said_aloud_takes_no_focus_and_goes_by_itself",
        f"{WINDOW}::no_problem_is_lost_behind_others",
    ),
    "the window was ready without a key": (
        f"{SIGNS}::without_a_key_the_window_is_not_ready_and_offers_to_add_one",
    ),
    "headings were tall and without counts": (
        f"{GROUPS}::headings_are_lower_than_rows_also_after_rows_moved",
        f"{GROUPS}::screen_readers_get_headings_with_their_count_and_fold",
    ),
    "details broke names": (
        f"{DETAILS}::a_long_file_name_without_spaces_is_shortened_in_the_middle",
    ),
    "words": (
        f"{TRANSLATIONS}::the_texts_are_american_english",
        f"{TRANSLATIONS}::a_translation_has_every_text_and_no_other",
    ),
}
KEPT: Mapping[str, tuple[str, ...]] = {
    "first start": (
        f"{FIRST_START}::a_wrong_key_is_refused_with_advice_and_not_stored",
        f"{WINDOW}::an_unusual_address_is_pointed_out_and_not_refused",
    ),
    "reasons": (f"{MAIN_JOB}::each_bad_input_says_why_in_its_row_and_nothing_is_sent",),
    "learned cost": (f"{CREDITS}::the_cost_of_a_batch_is_shown_next_to_the_balance",),
    "safe defaults": (
        f"{CREDITS}::a_batch_that_may_exceed_the_balance_asks_before_it_is_sent",
        f"{KEYBOARD}::enter_keeps_everything_and_the_other_button_has_a_shortcut",
    ),
    "one panel with everything": (
        f"{DETAILS}::every_state_shows_the_text_of_the_row_and_what_to_do",
        f"{DETAILS}::the_timeline_shows_every_event_with_its_time",
    ),
    "themes, density and languages": (
        f"{WINDOW}::the_window_changes_between_light_and_dark_while_it_runs",
        "gui/shell/test_gui_view_state.py::compact_rows_are_lower",
        "gui/settings/test_gui_language.py::the_window_opens_again_in_the_new_language_and_no_upload_is_cut_off",
    ),
    "help and undo": (
        "gui/help/test_gui_help.py::the_check_shows_every_step_and_can_be_copied_without_secrets",
        "gui/help/test_gui_help.py::every_key_of_every_action_is_on_the_sheet",
        f"{CREDITS}::the_keyboard_opens_the_panel_and_reaches_all_of_it",
        f"{INTAKE}::discarded_files_leave_the_list_and_return_by_undo",
    ),
    "long lists": (
        f"{GROUPS}::typed_letters_go_to_a_name_and_never_to_a_heading",
        f"{GROUPS}::a_hundred_thousand_rows_are_grouped",
        f"{SEARCH}::a_hundred_thousand_rows_are_searched_and_sorted",
    ),
}
CASES = [
    (f"{kind}: {case}", tests)
    for kind, cases in (("broken", BROKEN), ("not good enough", NOT_GOOD_ENOUGH), ("kept", KEPT))
    for case, tests in cases.items()
]


@cache
def names_in(path: Path) -> frozenset[str]:
    tree = ast.parse(path.read_text())
    functions = (n for n in tree.body if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef))
    return frozenset(function.name for function in functions)


@pytest.mark.parametrize("tests", [tests for _, tests in CASES], ids=[case for case, _ in CASES])
def test_a_case_has_its_tests(tests: tuple[str, ...]) -> None:
    assert tests
    for test in tests:
        path, name = test.split("::")
        assert f"test_{name}" in names_in(TESTS / path), test
