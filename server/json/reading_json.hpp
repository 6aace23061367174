// What was understood of a mail: parts, links, codes, diagnostics. Only for files of this folder:
// it names nlohmann.
#pragma once

#include <string_view>

#include "json/document.hpp"
#include "lint/proof.hpp"
#include "mail/reading.hpp"

namespace mailrig::json {

// Adds the members parts, links, codes, remote, listUnsubscribe and diagnostics to `out`.
void add_reading(Tree& out, std::string_view message, const Reading& reading);
Tree proof_tree(const lint::Proof& proof);
// Adds the member checksums to each of `parts`, which add_reading has made.
void add_checksums(Tree& parts, std::string_view message, const Reading& reading);

}  // namespace mailrig::json
