// One line for the log: of a transaction, or of a session that failed without one.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "store/record.hpp"
#include "store/session_record.hpp"

namespace mailrig {

// "250 a@x.test -> b@y.test 4123 octets t4 s12", "550 RCPT gone@x.test rule=full t5 s12". No LF;
// control characters of the client appear as \xNN. `rules` are the names of those that decided.
std::string text_line(const Transaction& transaction, const std::vector<std::string>& rules);
std::string text_line(const SessionState& session);
std::string json_line(const Transaction& transaction);
std::string json_line(const SessionState& session);
// What the server itself has to say.
std::string json_note(std::string_view text);

// Whether a session that is over deserves a line of its own: it failed, and no transaction tells.
bool worth_a_line(const SessionState& session);

}  // namespace mailrig
