// Segments between stars, found leftmost one after the other: the first fit is always the best.
#include "match/glob.hpp"

#include <algorithm>

#include "mail/ascii.hpp"
#include "mail/utf8.hpp"
#include "match/find.hpp"

namespace mailrig {
namespace {

constexpr std::size_t npos = std::string_view::npos;
constexpr std::size_t max_pattern = 4096;
constexpr std::size_t max_compared = 200;

std::size_t character_at(std::string_view text, std::size_t at) {
  return std::max<std::size_t>(1, utf8_length(text.substr(at)));
}

// Length of the character that ends before `end`; 1 for an octet that belongs to none.
std::size_t character_before(std::string_view text, std::size_t end) {
  for (std::size_t n = 2; n <= std::min<std::size_t>(4, end); ++n)
    if (utf8_length(text.substr(end - n, n)) == n) return n;
  return 1;
}

bool is_continuation(char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; }

}  // namespace

void Glob::Segment::add(char c, bool is_any) {
  if (is_any && any.empty()) any.resize(octets.size());
  octets += is_any ? '\0' : lower(c);
  if (is_any || !any.empty()) any.push_back(is_any);
}

void Glob::Segment::finish() {
  if (!any.empty()) return;
  again.assign(octets.size(), 0);
  for (std::uint32_t i = 1, k = 0; i < octets.size(); ++i) {
    while (k > 0 && octets[i] != octets[k]) k = again[k - 1];
    if (octets[i] == octets[k]) ++k;
    again[i] = k;
  }
}

std::size_t Glob::Segment::match_at(std::string_view text, std::size_t at) const {
  for (std::size_t i = 0; i < octets.size(); ++i) {
    if (at >= text.size()) return npos;
    if (is_any(i))
      at += character_at(text, at);
    else if (lower(text[at++]) != octets[i])
      return npos;
  }
  return at;
}

std::size_t Glob::Segment::match_back(std::string_view text) const {
  std::size_t end = text.size();
  for (std::size_t i = octets.size(); i-- > 0;) {
    if (end == 0) return npos;
    if (is_any(i))
      end -= character_before(text, end);
    else if (lower(text[--end]) != octets[i])
      return npos;
  }
  return end;
}

std::size_t Glob::Segment::find_end(std::string_view text, std::size_t from) const {
  if (any.empty()) {
    if (octets.empty()) return from;
    const Found found = find_lower(text, octets, from);
    if (!found.gave_up) return found.at == text.size() ? npos : found.at + octets.size();
    std::size_t k = 0;
    for (std::size_t at = found.at; k < octets.size(); ++at) {
      if (at >= text.size()) return npos;
      const char c = lower(text[at]);
      while (k > 0 && c != octets[k]) k = again[k - 1];
      if (c == octets[k] && ++k == octets.size()) return at + 1;
    }
    return from;
  }
  for (std::size_t at = from; at < text.size(); ++at) {
    if (is_any(0) && is_continuation(text[at])) continue;
    if (const std::size_t end = match_at(text, at); end != npos) return end;
  }
  return npos;
}

Result<Glob> Glob::compile(std::string_view text, Anchor anchor) {
  if (text.size() > max_pattern)
    return Error{"the pattern is longer than " + std::to_string(max_pattern) + " octets"};
  Glob glob;
  if (anchor == Anchor::anywhere) glob.segments_.emplace_back();
  glob.segments_.emplace_back();
  for (std::size_t i = 0; i < text.size(); ++i) {
    Segment& segment = glob.segments_.back();
    if (text[i] == '*') {
      if (!segment.octets.empty() || glob.segments_.size() == 1) glob.segments_.emplace_back();
    } else if (text[i] == '?') {
      segment.add('?', true);
    } else if (text[i] != '\\') {
      segment.add(text[i], false);
    } else if (++i < text.size()) {
      segment.add(text[i], false);
    } else {
      return Error{"the pattern ends in a single \\ that escapes nothing; write \\\\ for one \\"};
    }
  }
  if (anchor == Anchor::anywhere) glob.segments_.emplace_back();
  for (Segment& segment : glob.segments_) segment.finish();
  return glob;
}

Glob Glob::plain(std::string_view text, Anchor anchor) {
  Glob glob;
  if (anchor == Anchor::anywhere) glob.segments_.emplace_back();
  Segment& segment = glob.segments_.emplace_back();
  for (const char c : text) segment.add(c, false);
  if (anchor == Anchor::anywhere) glob.segments_.emplace_back();
  for (Segment& each : glob.segments_) each.finish();
  return glob;
}

bool Glob::matches(std::string_view text) const {
  std::size_t at = segments_.front().match_at(text, 0);
  if (segments_.size() == 1 || at == npos) return at == text.size();
  const std::size_t end = segments_.back().match_back(text.substr(at));
  if (end == npos) return false;
  const std::string_view middle = text.substr(0, at + end);
  for (std::size_t i = 1; i + 1 < segments_.size() && at != npos; ++i)
    at = segments_[i].find_end(middle, at);
  return at != npos;
}

std::optional<std::string> Glob::literal() const {
  if (segments_.size() > 1 || !segments_.front().any.empty()) return std::nullopt;
  return segments_.front().octets;
}

double Glob::distance(std::string_view text) const {
  text = text.substr(0, max_compared);
  // Edit distance, one row per octet of the pattern; a star lets text pass for nothing.
  std::vector<std::uint16_t> row(text.size() + 1);
  for (std::size_t t = 0; t < row.size(); ++t) row[t] = static_cast<std::uint16_t>(t);
  std::size_t compared = 0;
  for (std::size_t s = 0; s < segments_.size(); ++s) {
    if (s > 0)
      for (std::size_t t = 1; t < row.size(); ++t) row[t] = std::min(row[t], row[t - 1]);
    const Segment& segment = segments_[s];
    for (std::size_t i = 0; i < segment.octets.size() && compared < max_compared; ++i, ++compared) {
      std::uint16_t diagonal = row[0]++;
      for (std::size_t t = 1; t < row.size(); ++t) {
        const bool same = segment.is_any(i) || lower(text[t - 1]) == segment.octets[i];
        const auto best = std::min<int>({diagonal + (same ? 0 : 1), row[t] + 1, row[t - 1] + 1});
        diagonal = row[t];
        row[t] = static_cast<std::uint16_t>(best);
      }
    }
  }
  const std::size_t whole = segments_.size() == 1 ? std::max(compared, text.size()) : compared;
  return whole == 0 ? 0
                    : std::min(1.0, static_cast<double>(row.back()) / static_cast<double>(whole));
}

}  // namespace mailrig
