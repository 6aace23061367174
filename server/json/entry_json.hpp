// A row of an inbox: what a list shows of a message, a refused transaction or a failed session.
#pragma once

#include <string>
#include <vector>

#include "mail/outline.hpp"
#include "store/entries.hpp"

namespace mailrig::json {

// `outline` of the octets it has, else an empty one.
std::string write_entry(const StoreEntry& entry, const Outline& outline);
// The entries, as written, with what a reader needs to hold on to offsets.
std::string write_entries(const EntryPage& page, const std::vector<std::string>& items);

}  // namespace mailrig::json
