// A row of an inbox: what a list shows of a message, a refused transaction or a failed session.
#pragma once

#include <string>

#include "store/entries.hpp"

namespace mailrig::json {

std::string write_entry(const StoreEntry& entry);
// The entries with what a reader needs to hold on to offsets.
std::string write_entries(const EntryPage& page);

}  // namespace mailrig::json
