// What is wrong with a document or a request, and where.
#pragma once

#include <string>
#include <vector>

namespace mailrig {

// One fault of a JSON document.
struct Fault {
  std::string pointer;  // RFC 6901, "" for the whole document
  std::string reason;
  std::string hint;       // what to do; may be empty
  bool conflict = false;  // nothing is malformed: two things have one name
};
using Faults = std::vector<Fault>;

}  // namespace mailrig
