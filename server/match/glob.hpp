// Text with `*` and `?`: compiled once, matched without allocation and without backtracking over
// stars. Letters A to Z are equal to a to z; all other octets are compared as they are.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "mail/result.hpp"

namespace mailrig {

class Glob {
 public:
  enum class Anchor : bool { whole, anywhere };

  // `*` is any run of octets, `?` one UTF-8 character, `\` takes the next octet as it is.
  static Result<Glob> compile(std::string_view text, Anchor anchor);
  // Nothing in `text` is special.
  static Glob plain(std::string_view text, Anchor anchor);

  // Time: length of `text`, times the length of a segment only where that has a `?` after a `*`.
  bool matches(std::string_view text) const;
  // The only text that matches, in lower case; nothing if there are several.
  std::optional<std::string> literal() const;
  // Share of the pattern that must be edited to fit `text`, 0..1; looks at 200 octets of each.
  double distance(std::string_view text) const;

 private:
  // What stands between two stars.
  struct Segment {
    std::string octets;                // in lower case; '\0' where `any` is set
    std::vector<bool> any;             // empty if there is no `?`
    std::vector<std::uint32_t> again;  // Knuth-Morris-Pratt: where to go on; empty if `any` is not

    void add(char c, bool is_any);
    void finish();
    bool is_any(std::size_t i) const { return !any.empty() && any[i]; }
    std::size_t match_at(std::string_view text, std::size_t at) const;  // its end, or npos
    std::size_t match_back(std::string_view text) const;                // its begin, or npos
    std::size_t find_end(std::string_view text, std::size_t from) const;
  };

  std::vector<Segment> segments_;  // at least one; an empty first or last one leaves that end open
};

}  // namespace mailrig
