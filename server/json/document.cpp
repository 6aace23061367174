#include "json/document.hpp"

#include <algorithm>
#include <limits>
#include <set>

#include "mail/utf8.hpp"
#include "match/suggestion.hpp"

namespace mailrig::json {
namespace {

constexpr std::size_t kMostFaults = 100;     // more help nobody, and cost memory
constexpr std::size_t kMostFields = 1'000;   // of one object: finding one is linear in them
constexpr std::size_t kLongestName = 1'000;  // octets of a field's name
constexpr std::size_t kLongestReason = 300;  // octets of what the library says

std::string place(std::string_view text, std::size_t at) {
  const std::string_view before = text.substr(0, std::min(at, text.size()));
  const auto line = 1 + std::count(before.begin(), before.end(), '\n');
  const std::size_t start = before.rfind('\n');
  const std::size_t column = before.size() - (start == std::string_view::npos ? 0 : start + 1) + 1;
  return "line " + std::to_string(line) + ", column " + std::to_string(column);
}

// What the library says, without its own prefix and position.
std::string plain(std::string_view what) {
  for (const std::string_view before : {"] parse error at ", "] "}) {
    const std::size_t at = what.find(before);
    if (at == std::string_view::npos) continue;
    what.remove_prefix(at + before.size());
    if (const std::size_t colon = what.find(": "); before.size() > 2 && colon != what.npos)
      what.remove_prefix(colon + 2);
    break;
  }
  // It quotes what it read last, however much that is.
  return repair_utf8(what.substr(0, kLongestReason));
}

// Builds the tree and notes what a plain parser lets pass.
class Builder : public nlohmann::json_sax<Tree> {
 public:
  Builder(std::string_view text, DocumentLimits limits, Faults& faults)
      : text_(text), limits_(limits), faults_(faults) {}

  Tree take() { return std::move(root_); }

  bool null() override { return put(nullptr); }
  bool boolean(bool value) override { return put(value); }
  bool number_integer(std::int64_t value) override { return put(value); }
  bool number_unsigned(std::uint64_t value) override { return put(value); }
  bool number_float(double value, const std::string&) override { return put(value); }
  bool string(std::string& value) override { return put(std::move(value)); }
  bool binary(nlohmann::json::binary_t&) override { return false; }  // not in JSON text

  bool start_object(std::size_t) override { return open(Tree::object()); }
  bool start_array(std::size_t) override { return open(Tree::array()); }
  bool end_object() override { return close(); }
  bool end_array() override { return close(); }

  bool key(std::string& name) override {
    Level& level = open_.back();
    if (name.size() > kLongestName || level.names.size() >= kMostFields) {
      note(pointer(open_.size() - 1),
           name.size() > kLongestName
               ? "a field's name of more than " + std::to_string(kLongestName) + " octets"
               : "an object of more than " + std::to_string(kMostFields) + " fields",
           "");
      return false;
    }
    if (!level.names.insert(name).second)
      note(join_pointer(pointer(open_.size() - 1), name), "this field is given twice",
           "leave one of them out");
    level.name = std::move(name);
    return true;
  }

  bool parse_error(std::size_t position, const std::string&,
                   const nlohmann::detail::exception& error) override {
    // A number that no double holds is reported in the same way, without a position of its own.
    note("",
         "no JSON at " + place(text_, position > 0 ? position - 1 : 0) + ": " + plain(error.what()),
         "look there and just before: for a comma too many or too few, a quote, a bracket");
    return false;
  }

 private:
  struct Level {
    Tree* tree;
    std::string name;             // of the member being read, in an object
    std::set<std::string> names;  // read so far, in an object
  };

  void note(std::string pointer, std::string reason, std::string hint) {
    if (faults_.size() < kMostFaults)
      faults_.push_back({std::move(pointer), std::move(reason), std::move(hint)});
  }

  std::string pointer(std::size_t levels) const {
    std::string all;
    for (std::size_t i = 0; i < levels; ++i)
      all = join_pointer(all, open_[i].tree->is_array() ? std::to_string(open_[i].tree->size() - 1)
                                                        : open_[i].name);
    return all;
  }

  Tree* insert(Tree value) {
    if (open_.empty()) {
      root_ = std::move(value);
      return &root_;
    }
    Level& level = open_.back();
    if (level.tree->is_array()) {
      level.tree->push_back(std::move(value));
      return &level.tree->back();
    }
    return &((*level.tree)[level.name] = std::move(value));
  }

  bool put(Tree value) {
    insert(std::move(value));
    return true;
  }

  bool open(Tree value) {
    if (open_.size() >= limits_.depth) {
      note(pointer(open_.size() - 1),
           "nested deeper than " + std::to_string(limits_.depth) + " levels", "");
      return false;
    }
    Tree* inserted = insert(std::move(value));
    open_.push_back({inserted, {}, {}});
    return true;
  }

  bool close() {
    open_.pop_back();
    return true;
  }

  std::string_view text_;
  DocumentLimits limits_;
  Faults& faults_;
  Tree root_;
  std::vector<Level> open_;
};

std::string kind(const Tree& tree) {
  if (tree.is_null()) return "null";
  if (tree.is_boolean()) return tree.get<bool>() ? "true" : "false";
  if (tree.is_number()) return "a number";
  if (tree.is_string()) return "a string";
  return tree.is_array() ? "an array" : "an object";
}

}  // namespace

Result<Tree, Faults> read_document(std::string_view text, DocumentLimits limits) {
  Faults faults;
  if (text.size() > limits.octets)
    return Faults{{"",
                   "the document has " + std::to_string(text.size()) + " octets; at most " +
                       std::to_string(limits.octets) + " are read",
                   ""}};
  if (text.find_first_not_of(" \t\r\n") == std::string_view::npos)
    return Faults{{"", "the document is empty", "write a JSON object"}};
  Builder builder(text, limits, faults);
  nlohmann::json::sax_parse(text, &builder);
  if (!faults.empty()) return faults;
  return builder.take();
}

std::string write_document(const Tree& tree, int indent) {
  return tree.dump(indent, ' ', false, Tree::error_handler_t::replace);
}

void Node::fault(std::string reason, std::string hint) const {
  if (faults_->size() < kMostFaults)
    faults_->push_back({pointer_, std::move(reason), std::move(hint), false});
}

void Node::conflict(std::string reason, std::string hint) const {
  if (faults_->size() < kMostFaults)
    faults_->push_back({pointer_, std::move(reason), std::move(hint), true});
}

void Node::wrong_type(std::string_view expected) const {
  fault(kind(*tree_) + " where " + std::string(expected) + " was expected",
        "write " + std::string(expected));
}

std::optional<std::string> Node::text() const {
  if (tree_->is_string()) return tree_->get<std::string>();
  wrong_type("a string");
  return std::nullopt;
}

std::optional<bool> Node::boolean() const {
  if (tree_->is_boolean()) return tree_->get<bool>();
  wrong_type("true or false");
  return std::nullopt;
}

std::optional<std::int64_t> Node::integer() const {
  if (!tree_->is_number_integer()) {
    wrong_type("a whole number");
    return std::nullopt;
  }
  constexpr auto most = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
  if (tree_->is_number_unsigned() && tree_->get<std::uint64_t>() > most) {
    fault("the number is too large", "at most " + std::to_string(most));
    return std::nullopt;
  }
  return tree_->get<std::int64_t>();
}

std::optional<double> Node::number() const {
  if (tree_->is_number()) return tree_->get<double>();
  wrong_type("a number");
  return std::nullopt;
}

std::optional<std::vector<Node>> Node::elements() const {
  if (!tree_->is_array()) {
    wrong_type("an array");
    return std::nullopt;
  }
  std::vector<Node> all;
  for (std::size_t i = 0; i < tree_->size(); ++i)
    all.emplace_back((*tree_)[i], *faults_, join_pointer(pointer_, std::to_string(i)));
  return all;
}

bool Node::fields(const std::vector<std::string_view>& known) const {
  if (!tree_->is_object()) {
    wrong_type("an object");
    return false;
  }
  for (const auto& [name, node] : all_fields())
    if (std::find(known.begin(), known.end(), name) == known.end())
      node.fault("unknown field " + node.pointer(), suggest(name, known));
  return true;
}

std::optional<Node> Node::field(std::string_view name) const {
  if (!tree_->is_object()) return std::nullopt;
  const auto found = tree_->find(std::string(name));
  if (found == tree_->end()) return std::nullopt;
  return Node(*found, *faults_, join_pointer(pointer_, name));
}

std::vector<std::pair<std::string, Node>> Node::all_fields() const {
  std::vector<std::pair<std::string, Node>> all;
  if (!tree_->is_object()) return all;
  for (auto it = tree_->begin(); it != tree_->end(); ++it)
    all.emplace_back(it.key(), Node(it.value(), *faults_, join_pointer(pointer_, it.key())));
  return all;
}

std::string join_pointer(std::string_view pointer, std::string_view step) {
  std::string all(pointer);
  all += '/';
  for (const char c : step) {
    if (c == '~')
      all += "~0";
    else if (c == '/')
      all += "~1";
    else
      all += c;
  }
  return all;
}

}  // namespace mailrig::json
