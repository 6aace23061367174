// The matched records of one key.
#pragma once

#include <string>
#include <vector>

#include "verify/item.hpp"

namespace mailrig {

struct Group {
  std::string key;          // "to bob@x.test, session s1"; empty without `per`
  std::vector<Item> items;  // in their order

  // What its explanations begin with: "to bob@x.test: ", or nothing.
  std::string prefix() const { return key.empty() ? "" : key + ": "; }
};

// The items that match, by key, in the order of their first. Keyed by `to` an item stands under
// each of its recipients that matches, about that one, and under none if it has none. What has no
// value for another part of the key stands under "(none)": two mails without a Message-ID are not
// told apart by it.
std::vector<Group> group(const Expectation& expectation, const std::vector<Item>& items);

}  // namespace mailrig
