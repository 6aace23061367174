// The key that a rule counts an event under: the values of its `per`, and the inbox.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "scenario/moment_value.hpp"
#include "scenario/rule.hpp"

namespace mailrig {

struct Key {
  std::string counted;  // tells every two keys apart; bounded whatever the values are
  std::string shown;    // the values of `per` joined by "|"
  // Of everything in the key but session and transaction: those enter draws by their ordinals,
  // since their numbers depend on what else the server did.
  std::uint64_t drawn = 0;
};

// Nothing if one of the parts has no value here: then the rule does not count the event.
std::optional<Key> key_of(const std::vector<KeyPart>& per, std::string_view inbox,
                          const MomentValues& values, const Recipient* about);

// True if all inboxes share the key.
bool per_global(const std::vector<KeyPart>& per);
// True if the key depends on the recipient, so that several in play are counted one by one.
bool per_recipient(const std::vector<KeyPart>& per);
// True if the key ends with its session.
bool per_session(const std::vector<KeyPart>& per);

}  // namespace mailrig
