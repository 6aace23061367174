// An envelope as the API shows it. Only for files of this folder: it names nlohmann.
#pragma once

#include "json/document.hpp"
#include "store/record.hpp"

namespace mailrig::json {

// `transaction` gives each recipient its own outcome; null for an envelope that was put in.
Tree envelope_tree(const Envelope& envelope, const Transaction* transaction);

// Keywords and values as sent.
Tree parameters_tree(const std::vector<Parameter>& parameters);

}  // namespace mailrig::json
