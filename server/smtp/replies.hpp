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
extern const Reply declared_too_large;
extern const Reply too_many_recipients;
// acceptance
extern const Reply sender_ok;
extern const Reply recipient_ok;
extern const Reply start_data;
extern const Reply ok;
extern const Reply cannot_verify;
extern const Reply help;
extern const Reply bye;
// end of data
extern const Reply data_too_large;
extern const Reply no_room;
// of the session
extern const Reply idle;
extern const Reply shutdown;

}  // namespace mailrig::smtp::replies
