#include "smtp/replies.hpp"

namespace mailrig::smtp::replies {

const Reply refused_greeting{"503 5.5.1 This server was not willing, QUIT\r\n"};
const Reply hello_without_name{"501 Syntax: EHLO or HELO, then your name\r\n"};

const Reply hello_first{"503 5.5.1 Send EHLO or HELO first\r\n"};
const Reply nested_mail{"503 5.5.1 MAIL was already given, RSET first\r\n"};
const Reply mail_first{"503 5.5.1 Send MAIL first\r\n"};
const Reply rcpt_first{"503 5.5.1 Send RCPT first\r\n"};
const Reply in_transaction{"503 5.5.1 Not during a mail transaction\r\n"};
const Reply no_valid_recipients{"554 5.5.1 No valid recipients\r\n"};

const Reply line_too_long{"500 5.5.2 Line too long\r\n"};
const Reply unknown_command{"500 5.5.2 Command not recognized\r\n"};
const Reply not_offered{"502 5.5.1 Command not implemented\r\n"};
const Reply auth_not_offered{"502 5.5.1 AUTH not offered\r\n"};
const Reply tls_not_offered{"502 5.5.1 STARTTLS not offered\r\n"};
const Reply tls_active{"503 5.5.1 TLS is already active\r\n"};
const Reply tls_first{"530 5.7.0 Must issue a STARTTLS command first\r\n"};
const Reply start_tls{"220 2.0.0 Ready to start TLS\r\n"};
const Reply etrn_syntax{"500 5.5.4 Syntax: ETRN node\r\n"};
const Reply etrn_bad_node{"501 5.5.4 The node is a fully qualified domain name\r\n"};
const Reply not_trusted{"550 5.7.0 Not from this address\r\n"};
const Reply no_argument{"501 5.5.4 This command takes no argument\r\n"};
const Reply argument_missing{"501 5.5.4 Argument missing\r\n"};

const Reply mail_syntax{"501 5.1.7 Syntax: MAIL FROM:<address> and parameters\r\n"};
const Reply rcpt_syntax{"501 5.1.3 Syntax: RCPT TO:<address> and parameters\r\n"};
const Reply mail_needs_utf8{"550 5.6.7 Non-ASCII address without SMTPUTF8\r\n"};
const Reply rcpt_needs_utf8{"553 5.6.7 Non-ASCII address without SMTPUTF8\r\n"};
const Reply parameter_syntax{"501 5.5.4 Syntax error in parameters\r\n"};
const Reply unknown_parameter{"555 5.5.4 Parameter not recognized\r\n"};
const Reply repeated_parameter{"501 5.5.4 Parameter given twice\r\n"};
const Reply bad_size{"501 5.5.4 Syntax: SIZE=number of octets\r\n"};
const Reply bad_body{"501 5.5.4 Syntax: BODY=7BIT, 8BITMIME or BINARYMIME, as offered\r\n"};
const Reply bad_smtputf8{"501 5.5.4 SMTPUTF8 takes no value\r\n"};
const Reply bad_auth{"501 5.5.4 Syntax: AUTH=mailbox in xtext, or AUTH=<>\r\n"};
const Reply bad_ret{"501 5.5.4 Syntax: RET=FULL or RET=HDRS\r\n"};
const Reply bad_envid{"501 5.5.4 Syntax: ENVID=xtext, at most 100 characters\r\n"};
const Reply bad_by{"501 5.5.4 Syntax: BY=seconds;N or BY=seconds;R, with T behind it or not\r\n"};
const Reply by_in_the_past{"501 5.5.4 BY with R takes a positive time only\r\n"};
const Reply by_too_soon{"550 5.7.1 BY is sooner than DELIVERBY announces\r\n"};
const Reply bad_hold_for{"501 5.5.4 Syntax: HOLDFOR=seconds, from 1\r\n"};
const Reply bad_hold_until{"501 5.5.4 Syntax: HOLDUNTIL=date-time in UTC, in the future\r\n"};
const Reply hold_too_long{"501 5.5.4 Held for longer than FUTURERELEASE announces\r\n"};
const Reply held_twice{"501 5.5.4 HOLDFOR and HOLDUNTIL exclude one another\r\n"};
const Reply held_beyond_by{"501 5.5.4 Held until after BY\r\n"};
const Reply bad_mt_priority{"501 5.5.2 Syntax: MT-PRIORITY=-9 to 9\r\n"};
const Reply bad_require_tls{"501 5.5.4 REQUIRETLS takes no value\r\n"};
const Reply require_tls_in_the_clear{"530 5.7.10 REQUIRETLS needs TLS\r\n"};
const Reply bad_notify{"501 5.5.4 Syntax: NOTIFY=NEVER, or of SUCCESS,FAILURE,DELAY\r\n"};
const Reply bad_orcpt{"501 5.5.4 Syntax: ORCPT=type;xtext, at most 500 characters\r\n"};
const Reply declared_too_large{"552 5.3.4 Declared size exceeds the limit\r\n"};
const Reply too_many_recipients{"452 4.5.3 Too many recipients\r\n"};

const Reply too_many_domains{"452 4.5.3 Too many recipient domains\r\n"};
const Reply too_many_mails{"452 4.5.3 Too many mails in this session\r\n"};

const Reply auth_syntax{"501 5.5.4 Syntax: AUTH mechanism and initial response\r\n"};
const Reply auth_again{"503 5.5.1 Already authenticated\r\n"};
const Reply unknown_mechanism{"504 5.5.4 Mechanism not offered\r\n"};
const Reply auth_needs_tls{"530 5.7.0 Must issue a STARTTLS command first\r\n"};
const Reply mechanism_needs_tls{"538 5.7.11 Encryption required for this mechanism\r\n"};
const Reply auth_required{"530 5.7.0 Authentication required\r\n"};
const Reply auth_ok{"235 2.7.0 Authentication successful\r\n"};
const Reply auth_failed{"535 5.7.8 Authentication credentials invalid\r\n"};
const Reply auth_cancelled{"501 5.7.0 Authentication cancelled\r\n"};
const Reply auth_not_base64{"501 5.5.2 Not base64\r\n"};
const Reply auth_malformed{"501 5.5.2 Credentials of another form than the mechanism's\r\n"};
const Reply auth_no_initial{"501 5.7.0 This mechanism knows no initial response\r\n"};
const Reply auth_line_too_long{"500 5.5.6 Authentication line is too long\r\n"};

const Reply bdat_syntax{"501 5.5.4 Syntax: BDAT size, and LAST behind the last\r\n"};
const Reply bdat_implausible{"552 5.3.4 Nobody can send such a chunk, closing\r\n"};
const Reply chunk_ok{"250 2.0.0 Chunk taken\r\n"};
const Reply data_after_bdat{"503 5.5.1 DATA and BDAT do not mix in one transaction\r\n"};
const Reply rcpt_after_bdat{"503 5.5.1 Not behind BDAT\r\n"};
const Reply binary_needs_bdat{"503 5.5.1 BINARYMIME needs BDAT\r\n"};

const Reply sender_ok{"250 2.1.0 Sender ok\r\n"};
const Reply recipient_ok{"250 2.1.5 Recipient ok\r\n"};
const Reply start_data{"354 End data with <CR><LF>.<CR><LF>\r\n"};
const Reply ok{"250 2.0.0 Ok\r\n"};
// RFC 5321 §3.5.3: 252 where the address cannot be verified.
const Reply cannot_verify{"252 2.0.0 Cannot verify, but will take mail for it\r\n"};
const Reply cannot_expand{"252 2.0.0 Cannot expand lists, but will take mail for them\r\n"};
const Reply help = Reply::make(214, "2.0.0",
                               "mailrig keeps mail and delivers none. Commands:\n"
                               "EHLO HELO LHLO MAIL RCPT DATA BDAT RSET NOOP VRFY EXPN HELP\n"
                               "AUTH STARTTLS ETRN XCLIENT XFORWARD QUIT");
const Reply bye{"221 2.0.0 Bye\r\n"};

const Reply data_too_large{"552 5.3.4 Message size exceeds the limit\r\n"};
const Reply no_room{"452 4.3.1 No room for this message now\r\n"};

const Reply sent_before_354{"503 5.5.1 Mail data was sent before the 354\r\n"};

const Reply early_talk{"554 5.5.0 Error: you talked before the greeting\r\n"};
const Reply sent_ahead{"503 5.5.1 Wait for the reply to the command before\r\n"};
const Reply sent_ahead_554{"554 5.5.0 Error: SMTP protocol synchronization\r\n"};
const Reply sent_ahead_500{"500 5.5.0 Pipelining is not to be had\r\n"};
const Reply too_many_errors{"421 4.7.0 Too many errors, closing\r\n"};
const Reply http{"221 2.7.0 This is no web server, closing\r\n"};
const Reply idle{"421 4.4.2 Idle for too long, closing\r\n"};
const Reply shutdown{"421 4.3.2 Server is stopping, closing\r\n"};

}  // namespace mailrig::smtp::replies
