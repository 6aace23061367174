// List-Unsubscribe: RFC 2369 §3.2, and one click as in RFC 8058.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mailrig {

struct Unsubscribe {
  std::vector<std::string> urls;  // in the order of the sender's preference
  bool one_click = false;         // List-Unsubscribe-Post asks for it, and there is an https URL
};

// Nothing if the message has no such field.
std::optional<Unsubscribe> unsubscribe_of(std::string_view message);

}  // namespace mailrig
