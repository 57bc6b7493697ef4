"""The fault table: every fault that the monitor has to survive, and the tests that show it.

A row without a test fails, and so does a test that is gone. Where public words are concerned the
first test of a row is judged by a platform in another process.
"""

import ast
from functools import cache

import pytest

from tests.program import ROOT

#: a row of the table → its tests, as `file::test` below `tests/`
TABLE: dict[str, tuple[str, ...]] = {
    "kill -9 at every step boundary": (
        "faults/test_kill.py::test_a_death_at_every_failpoint_doubles_nothing_and_loses_nothing",
        "faults/test_kill.py::test_deaths_at_any_moment",
        "faults/test_never_twice.py::test_a_mutant_is_caught",
    ),
    "disk full": (
        "faults/test_daemon_in_trouble.py"
        "::test_a_full_disk_stops_pulling_and_sending_and_status_goes_on",
        "faults/test_store_faults.py::test_a_full_disk_loses_nothing_and_goes_on_alone",
        "end_to_end/test_bad_database.py::test_a_disk_without_room",
        "unit/test_services_store_trouble.py"
        "::test_a_disk_with_room_for_a_little_is_one_trouble_and_not_many",
    ),
    "database locked": (
        "faults/test_daemon_in_trouble.py"
        "::test_while_another_program_holds_the_database_nothing_is_sent",
        "faults/test_daemon_in_trouble.py::test_a_database_that_is_held_at_the_start_is_waited_for",
        "faults/test_store_faults.py"
        "::test_a_store_held_by_another_program_is_locked_and_can_be_read",
        "unit/test_services_store_trouble.py::test_a_lock_is_news_only_when_it_stays",
    ),
    "database corrupt": (
        "end_to_end/test_bad_database.py::test_a_spoiled_database_is_left_alone_and_can_be_restored",
        "faults/test_store_faults.py::test_a_damaged_store_is_never_replaced_by_an_empty_one",
        "faults/test_store_faults.py::test_damage_while_running_is_told",
    ),
    "database gone or replaced": (
        "faults/test_daemon_in_trouble.py"
        "::test_a_database_that_is_taken_away_stops_sending_and_comes_back",
        "faults/test_daemon_in_trouble.py"
        "::test_a_database_that_is_replaced_while_it_runs_sends_nothing",
        "faults/test_daemon_in_trouble.py::test_a_database_that_is_gone_is_not_begun_anew",
    ),
    "read-only file or folder, as another user": (
        "faults/test_rights.py::test_what_may_not_be_used_is_told_and_nothing_is_lost",
        "faults/test_rights.py::test_it_goes_on_when_the_rights_are_back",
        "faults/test_rights.py::test_a_database_in_a_closed_folder_is_not_missing",
        "faults/test_rights.py::test_a_restore_that_could_not_be_told_changes_nothing",
        "unit/test_services_retention.py::test_what_was_promised_goes_though_no_head_can_be_written",
    ),
    "restored backup": (
        "faults/test_older_copy.py::test_after_a_restore_nothing_is_said_twice",
        "faults/test_older_copy.py::test_a_file_that_was_copied_back_is_known_by_the_last_word",
        "faults/test_older_copy.py::test_a_machine_that_was_set_back_is_known_by_what_comes_back",
        "unit/test_services_restored.py"
        "::test_what_was_sent_after_the_backup_is_found_and_not_said_again",
        "unit/test_services_hold.py::test_a_word_with_a_yes_that_is_out_and_was_not_sent",
    ),
    "PostgreSQL restart": (
        "faults/test_postgresql_restart.py"
        "::test_a_restart_in_mid_run_loses_nothing_and_says_nothing_twice",
        "contract/test_postgresql.py"
        "::test_a_lost_connection_takes_the_transaction_back_and_is_made_again",
    ),
    "clock jump, DST": (
        "faults/test_clock.py::test_a_slot_fires_once_for_each_local_date",
        "faults/test_clock.py::test_the_scheduler_alone_would_have_fired_twice",
        "faults/test_clock.py::test_a_clock_that_jumps_says_nothing_twice_and_loses_nothing",
        "unit/test_daemon.py::test_every_week_is_reported_once_across_a_change_of_the_clocks",
        "unit/test_watchdog.py::test_after_the_clock_was_set_back_every_job_comes_at_once",
        "properties/test_clock_and_promise.py::test_who_comes_later_is_due_later",
    ),
    "429": (
        "faults/test_rate_limits.py"
        "::test_after_a_429_no_word_comes_before_its_time_and_other_accounts_go_on",
        "faults/test_rate_limits.py::test_a_restart_in_between_asks_no_earlier",
        "faults/test_rate_limits.py::test_reading_comes_again_when_the_platform_said",
    ),
    "5xx, timeout, reset, half a body": (
        "faults/test_cut_off.py::test_a_send_that_is_cut_off_is_looked_for_and_said_once",
        "faults/test_cut_off.py::test_many_cuts_in_a_row_are_one_word_in_the_end",
        "contract/connectors/test_every_platform_speaks.py"
        "::test_a_send_that_fails_is_tried_once_and_found_out",
    ),
    "token revoked, scope missing": (
        "faults/test_platform_says_no.py"
        "::test_a_revoked_token_pauses_that_account_with_one_alert_and_keeps_its_words",
        "faults/test_platform_says_no.py"
        "::test_words_that_wait_for_a_login_expire_and_are_not_said_late",
        "unit/test_services_deliver.py"
        "::test_refused_credentials_stop_that_account_and_lose_nothing",
    ),
    "mention deleted, author gone, conversation closed": (
        "faults/test_platform_says_no.py"
        "::test_gone_or_forbidden_is_refused_noted_and_never_tried_again",
        "unit/test_services_deliver.py::test_a_closed_conversation_ends_it",
        "contract/connectors/test_every_platform_speaks.py::test_no_reply_to_what_is_gone",
    ),
    "long outage": (
        "faults/test_platform_says_no.py"
        "::test_after_three_days_without_a_monitor_nothing_is_answered_late",
        "faults/test_rate_limits.py"
        "::test_a_claim_that_grew_old_before_the_send_is_dropped_and_asked_anew",
    ),
    "own posts come back; bots answer bots": (
        "faults/test_two_daemons.py::test_our_own_words_come_back_and_answer_nobody",
        "faults/test_two_daemons.py::test_two_monitors_aimed_at_each_other_fall_silent",
        "contract/connectors/test_every_platform_speaks.py::test_our_reply_comes_back_as_ours",
    ),
    "overlapping pages, replays, edits": (
        "contract/test_stored_pages.py::test_any_order_and_split_ends_in_the_same_state",
        "properties/test_pages_in_any_order.py::test_people_who_wrote_once_have_the_same_end",
        "properties/test_pages_in_any_order.py"
        "::test_people_who_wrote_often_have_one_word_and_one_case",
        "unit/test_services_ledger.py::test_an_edit_brings_no_second_word",
    ),
    "a poison item in a page": (
        "contract/test_stored_pages.py::test_a_poison_item_is_set_aside_and_the_rest_stored",
        "end_to_end/test_bad_messages.py"
        "::test_broken_lines_are_set_aside_with_their_numbers_and_the_others_go_on",
        "properties/test_message_lines.py::test_any_line_gives_a_message_or_a_reason",
        "contract/connectors/test_every_platform.py::test_a_hostile_text_is_read",
    ),
    "huge text, deep JSON": (
        "properties/test_vader_exact.py::test_forty_kilobytes_take_a_blink",
        "unit/test_reader.py::test_the_time_of_a_hostile_text_is_bounded",
        "unit/test_message_file.py::test_what_is_not_a_line_is_set_aside_with_its_reason",
        "contract/connectors/test_feed_fails.py::test_a_feed_of_ten_megabytes_is_refused",
        "contract/connectors/test_bluesky_session.py::test_an_answer_without_an_end_ends",
    ),
    "right-to-left marks, zero-width, zalgo": (
        "properties/test_reader_is_total.py::test_invisible_characters_change_nothing",
        "unit/test_normalise.py::test_format_characters_anywhere_change_neither_words_nor_score",
        "unit/test_normalise.py::test_zero_width_space_does_not_hide_a_bad_word",
        "end_to_end/test_hostile_names.py::test_nothing_acts_on_a_screen",
        "end_to_end/test_hostile_names.py::test_an_export_reads_back_to_the_same_words",
    ),
    "template injection in a name": (
        "end_to_end/test_hostile_names.py"
        "::test_every_public_word_is_a_template_with_an_allowed_first_name",
        "properties/test_words_are_safe.py::test_no_display_name_makes_an_acknowledgement_unsafe",
        "properties/test_words_are_safe.py::test_a_value_is_printed_as_it_is",
    ),
    "pings of third persons": (
        "end_to_end/test_hostile_names.py"
        "::test_a_slack_report_pings_nobody_and_links_nowhere_of_theirs",
        "unit/test_inert.py::test_slack_gets_no_command_no_link_and_no_emoji_name",
        "properties/test_words_are_safe.py::test_what_passes_the_last_check_calls_nobody_and_fits",
    ),
    "HTML, CSV formulas in the report": (
        "end_to_end/test_hostile_names.py::test_the_page_holds_no_markup_of_theirs",
        "unit/test_inert.py::test_html_gets_no_tag_no_quote_and_no_template",
        "unit/test_inert.py::test_a_spreadsheet_gets_no_formula",
    ),
    "links in mentions": (
        "faults/test_links.py::test_nothing_that_a_stranger_links_to_is_fetched",
    ),
    "two daemons, one database": (
        "faults/test_two_daemons.py"
        "::test_while_one_is_stopped_nobody_takes_its_place_and_it_goes_on",
        "faults/test_two_daemons.py::test_whose_lock_was_taken_away_ends_before_it_speaks",
        "end_to_end/test_daemon.py::test_a_second_daemon_is_refused_and_a_new_start_goes_on",
    ),
    "storm": (
        "end_to_end/test_storm.py::test_machines_fall_silent",
        "end_to_end/test_storm.py::test_one_alert_tells_of_it_all",
        "end_to_end/test_storm.py::test_everything_is_stored_with_a_case_a_person_and_a_deadline",
    ),
    "a wrong playbook: the kill switch": (
        "faults/test_kill_switch.py::test_a_pause_in_mid_run_ends_it_within_a_second",
        "faults/test_kill_switch.py::test_a_pause_while_another_program_holds_the_database",
        "unit/test_cli_switches.py::test_a_pause_file_that_says_nothing_useful_pauses_all_the_same",
        "unit/test_services_holds.py::test_a_pause_between_claim_and_send_sends_nothing",
        "end_to_end/test_bad_input.py::test_a_playbook_that_breaks_later_stops_the_next_start_only",
    ),
    "hang": (
        "faults/test_hang.py::test_a_deadlock_ends_the_process_and_the_next_start_goes_on",
        "faults/test_hang.py::test_a_process_that_was_stopped_goes_on_where_it_stood",
        "unit/test_watchdog.py::test_when_no_job_begins_the_process_ends",
    ),
    "upgrade": (
        "faults/test_upgrade.py::test_a_kill_inside_each_migration_leaves_a_whole_store",
        "faults/test_store_faults.py::test_a_kill_in_a_migration_leaves_the_old_schema",
        "contract/test_schema.py::test_an_older_store_is_copied_before_it_is_changed",
        "contract/test_schema.py::test_a_newer_store_is_left_alone",
    ),
}


@cache
def names_in(file: str) -> frozenset[str]:
    """Every test of a file below `tests/`."""
    tree = ast.parse((ROOT / "tests" / file).read_text(encoding="utf-8"))
    return frozenset(
        node.name
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    )


@pytest.mark.parametrize("fault", TABLE)
def test_every_fault_has_its_tests(fault: str) -> None:
    assert TABLE[fault], f"nothing shows what happens on: {fault}"
    for place in TABLE[fault]:
        file, _, name = place.partition("::")
        assert name in names_in(file), f"{place}, for: {fault}"
