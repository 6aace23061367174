// The settings that say which listeners there are, and what they are like.
#pragma once

#include <string>
#include <vector>

#include "cli/setting.hpp"
#include "mail/result.hpp"

namespace mailrig::cli {

std::vector<Setting> listener_settings();

// "name=legacy,port=2525,tls=starttls,profile=strict": a --listener. The error says what is
// allowed instead.
Result<ListenerOptions> parse_listener(const std::string& text);

}  // namespace mailrig::cli
