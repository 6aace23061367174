// Regular expressions that cannot hang: RE2, linear in the text, with bounded memory.
#pragma once

#include <memory>
#include <string_view>
#include <utility>

#include "mail/result.hpp"

namespace re2 {
class RE2;
}

namespace mailrig {

class Regex {
 public:
  enum class Case : bool { sensitive, insensitive };

  // `expression` without slashes. The error names the fault, and what RE2 lacks on purpose.
  static Result<Regex> compile(std::string_view expression, Case letters);

  // True if it matches anywhere in `text`.
  bool found_in(std::string_view text) const;

 private:
  explicit Regex(std::shared_ptr<const re2::RE2> compiled) : compiled_(std::move(compiled)) {}
  std::shared_ptr<const re2::RE2> compiled_;
};

}  // namespace mailrig
