// One line of a transcript as the API shows it. Only for files of this folder: it names nlohmann.
#pragma once

#include "json/document.hpp"
#include "json/record_json.hpp"

namespace mailrig::json {

Tree trace_entry_tree(const TraceEntry& entry);
Tree event_tree(const Event& event, Secrets secrets);

}  // namespace mailrig::json
