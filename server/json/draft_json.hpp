// A mail as JSON describes it, to be put together: {"from", "to", "subject", "text", "html", …}.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "json/problem.hpp"
#include "mail/draft.hpp"
#include "mail/result.hpp"

namespace mailrig::json {

struct DraftRequest {
  Draft draft;
  std::vector<std::string> bcc;  // recipients that no field names
};

// `most`: octets of the document. Every fault with its place.
Result<DraftRequest, Faults> read_draft(std::string_view text, std::size_t most);

// The schemas of the components for it, by name.
std::string_view draft_schema();

}  // namespace mailrig::json
