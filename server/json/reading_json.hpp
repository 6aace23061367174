// What was understood of a mail: parts, links, codes, diagnostics. Only for files of this folder:
// it names nlohmann.
#pragma once

#include "json/document.hpp"
#include "mail/reading.hpp"

namespace mailrig::json {

// Adds the members parts, links, codes, remote, listUnsubscribe and diagnostics to `out`.
void add_reading(Tree& out, const Reading& reading);

}  // namespace mailrig::json
