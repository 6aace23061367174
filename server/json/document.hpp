// A strict reader of JSON documents (RFC 8259): every fault with its place, duplicate keys are
// faults, and depth and size are bounded.
#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "json/problem.hpp"
#include "mail/result.hpp"

namespace mailrig::json {

using Tree = nlohmann::ordered_json;

struct DocumentLimits {
  std::size_t octets = 8u << 20;
  std::size_t depth = 32;  // of arrays and objects in each other
};

// Faults: syntax with line and column; keys given twice; what passes a limit.
Result<Tree, Faults> read_document(std::string_view text, DocumentLimits limits = {});

// `tree` as text, compact unless indented; octets that are not UTF-8 become U+FFFD.
std::string write_document(const Tree& tree, int indent = -1);

// One value of a document while it is read: knows its place, and collects what is wrong with it.
// The tree and the faults outlive it. A reader that finds the wrong type notes a fault and gives
// nothing.
class Node {
 public:
  Node(const Tree& tree, Faults& faults, std::string pointer = "")
      : tree_(&tree), faults_(&faults), pointer_(std::move(pointer)) {}

  const Tree& tree() const { return *tree_; }
  const std::string& pointer() const { return pointer_; }
  bool is_null() const { return tree_->is_null(); }
  bool is_text() const { return tree_->is_string(); }
  bool is_array() const { return tree_->is_array(); }
  bool is_object() const { return tree_->is_object(); }

  void fault(std::string reason, std::string hint = "") const;
  // The same, for a name that is taken.
  void conflict(std::string reason, std::string hint) const;
  // A fault that names what is here: "a number where a string was expected".
  void wrong_type(std::string_view expected) const;

  std::optional<std::string> text() const;
  std::optional<bool> boolean() const;
  std::optional<std::int64_t> integer() const;
  std::optional<double> number() const;
  // The members of an array, in order; nothing if it is none.
  std::optional<std::vector<Node>> elements() const;
  // True for an object; notes each field that is not `known`.
  bool fields(const std::vector<std::string_view>& known) const;
  // The field of an object; nothing if it is absent or this is no object.
  std::optional<Node> field(std::string_view name) const;
  // Each field of an object, in order.
  std::vector<std::pair<std::string, Node>> all_fields() const;

 private:
  const Tree* tree_;
  Faults* faults_;
  std::string pointer_;
};

// `pointer` with one step more, escaped as in RFC 6901 §3.
std::string join_pointer(std::string_view pointer, std::string_view step);

}  // namespace mailrig::json
