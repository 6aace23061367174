#include "smtp/replies.hpp"

namespace mailrig::smtp::replies {

const Reply refused_greeting{"503 5.5.1 This server was not willing, QUIT\r\n"};
const Reply hello_without_name{"501 Syntax: EHLO or HELO, then your name\r\n"};

const Reply hello_first{"503 5.5.1 Send EHLO or HELO first\r\n"};
const Reply nested_mail{"503 5.5.1 MAIL was already given, RSET first\r\n"};
const Reply mail_first{"503 5.5.1 Send MAIL first\r\n"};
const Reply rcpt_first{"503 5.5.1 Send RCPT first\r\n"};
const Reply no_valid_recipients{"554 5.5.1 No valid recipients\r\n"};

const Reply line_too_long{"500 5.5.2 Line too long\r\n"};
const Reply unknown_command{"500 5.5.2 Command not recognized\r\n"};
const Reply not_offered{"502 5.5.1 Command not implemented\r\n"};
const Reply auth_not_offered{"502 5.5.1 AUTH not offered\r\n"};
const Reply tls_not_offered{"502 5.5.1 STARTTLS not offered\r\n"};
const Reply tls_active{"503 5.5.1 TLS is already active\r\n"};
const Reply tls_first{"530 5.7.0 Must issue a STARTTLS command first\r\n"};
const Reply start_tls{"220 2.0.0 Ready to start TLS\r\n"};
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
const Reply bad_body{"501 5.5.4 Syntax: BODY=7BIT or BODY=8BITMIME\r\n"};
const Reply bad_smtputf8{"501 5.5.4 SMTPUTF8 takes no value\r\n"};
const Reply declared_too_large{"552 5.3.4 Declared size exceeds the limit\r\n"};
const Reply too_many_recipients{"452 4.5.3 Too many recipients\r\n"};

const Reply sender_ok{"250 2.1.0 Sender ok\r\n"};
const Reply recipient_ok{"250 2.1.5 Recipient ok\r\n"};
const Reply start_data{"354 End data with <CR><LF>.<CR><LF>\r\n"};
const Reply ok{"250 2.0.0 Ok\r\n"};
// RFC 5321 §3.5.3: 252 where the address cannot be verified.
const Reply cannot_verify{"252 2.0.0 Cannot verify, but will take mail for it\r\n"};
const Reply help = Reply::make(214, "2.0.0",
                               "mailrig keeps mail and delivers none. Commands:\n"
                               "EHLO HELO MAIL RCPT DATA RSET NOOP VRFY HELP QUIT");
const Reply bye{"221 2.0.0 Bye\r\n"};

const Reply data_too_large{"552 5.3.4 Message size exceeds the limit\r\n"};
const Reply no_room{"452 4.3.1 No room for this message now\r\n"};

const Reply idle{"421 4.4.2 Idle for too long, closing\r\n"};
const Reply shutdown{"421 4.3.2 Server is stopping, closing\r\n"};

}  // namespace mailrig::smtp::replies
