// Parts between delimiter lines.
#include "mail/part.hpp"

#include "mail/ascii.hpp"

namespace mailrig {

PartReader::PartReader(std::string_view body, std::string_view boundary)
    : rest_(body), delimiter_("--" + std::string(boundary)), closed_(boundary.empty()) {
  std::string_view preamble;
  if (!closed_ && !skip_to_delimiter(preamble)) closed_ = true;
}

std::optional<std::string_view> PartReader::next() {
  if (closed_) return std::nullopt;
  std::string_view part;
  if (!skip_to_delimiter(part)) closed_ = true;
  return part;
}

bool PartReader::skip_to_delimiter(std::string_view& before) {
  std::size_t line = 0;
  while (line < rest_.size()) {
    const std::size_t feed = rest_.find('\n', line);
    const std::size_t next = feed == std::string_view::npos ? rest_.size() : feed + 1;
    std::string_view text = rest_.substr(line, next - line);
    if (text.starts_with(delimiter_)) {
      text.remove_prefix(delimiter_.size());
      const bool closes = text.starts_with("--");
      if (closes) text.remove_prefix(2);
      // RFC 2046 §5.1.1: white space may follow; what else follows is another, longer boundary.
      if (trim(text).empty()) {
        before = rest_.substr(0, line);
        // The line end before the delimiter belongs to the delimiter.
        if (before.ends_with('\n')) before.remove_suffix(1);
        if (before.ends_with('\r')) before.remove_suffix(1);
        rest_.remove_prefix(next);
        closed_ = closes;
        return true;
      }
    }
    line = next;
  }
  before = rest_;
  rest_ = {};
  return false;
}

}  // namespace mailrig
