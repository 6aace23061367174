// What this server says of its own accord: reply codes of RFC 5321 §4.2.3, enhanced codes of
// RFC 3463 on all but the greeting and the answers to EHLO and HELO (RFC 2034 §4).
#pragma once

#include "session/reply.hpp"

namespace mailrig::smtp::replies {

// hello
extern const Reply refused_greeting;
extern const Reply hello_without_name;
// order
extern const Reply hello_first;
extern const Reply nested_mail;
extern const Reply mail_first;
extern const Reply rcpt_first;
extern const Reply in_transaction;
extern const Reply no_valid_recipients;
// lines
extern const Reply line_too_long;
extern const Reply unknown_command;
extern const Reply not_offered;
extern const Reply auth_not_offered;
extern const Reply tls_not_offered;
extern const Reply tls_active;
extern const Reply tls_first;
extern const Reply start_tls;
extern const Reply etrn_syntax;
extern const Reply etrn_bad_node;
extern const Reply not_trusted;
extern const Reply no_argument;
extern const Reply argument_missing;
// paths and parameters
extern const Reply mail_syntax;
extern const Reply rcpt_syntax;
extern const Reply mail_needs_utf8;
extern const Reply rcpt_needs_utf8;
extern const Reply parameter_syntax;
extern const Reply unknown_parameter;
extern const Reply repeated_parameter;
extern const Reply bad_size;
extern const Reply bad_body;
extern const Reply bad_smtputf8;
extern const Reply bad_auth;
extern const Reply bad_ret;
extern const Reply bad_envid;
extern const Reply bad_by;
extern const Reply by_in_the_past;
extern const Reply by_too_soon;
extern const Reply bad_hold_for;
extern const Reply bad_hold_until;
extern const Reply hold_too_long;
extern const Reply held_twice;
extern const Reply held_beyond_by;
extern const Reply bad_mt_priority;
extern const Reply bad_require_tls;
extern const Reply require_tls_in_the_clear;
extern const Reply bad_notify;
extern const Reply bad_orcpt;
extern const Reply declared_too_large;
extern const Reply too_many_recipients;
extern const Reply too_many_domains;
extern const Reply too_many_mails;
// login (RFC 4954 §4, §6)
extern const Reply auth_syntax;
extern const Reply auth_again;
extern const Reply unknown_mechanism;
extern const Reply auth_needs_tls;
extern const Reply mechanism_needs_tls;
extern const Reply auth_required;
extern const Reply auth_ok;
extern const Reply auth_failed;
extern const Reply auth_cancelled;
extern const Reply auth_not_base64;
extern const Reply auth_malformed;
extern const Reply auth_no_initial;
extern const Reply auth_line_too_long;
// chunks (RFC 3030)
extern const Reply bdat_syntax;
extern const Reply bdat_implausible;
extern const Reply chunk_ok;
extern const Reply data_after_bdat;
extern const Reply rcpt_after_bdat;
extern const Reply binary_needs_bdat;
// acceptance
extern const Reply sender_ok;
extern const Reply recipient_ok;
extern const Reply start_data;
extern const Reply ok;
extern const Reply cannot_verify;
extern const Reply cannot_expand;
extern const Reply help;
extern const Reply bye;
// end of data
extern const Reply data_too_large;
extern const Reply no_room;
extern const Reply sent_before_354;
// of the session
extern const Reply early_talk;
extern const Reply sent_ahead;
extern const Reply sent_ahead_554;
extern const Reply sent_ahead_500;
extern const Reply too_many_errors;
extern const Reply http;
extern const Reply idle;
extern const Reply shutdown;

}  // namespace mailrig::smtp::replies
