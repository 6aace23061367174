#include "mail/unsubscribe.hpp"

#include <algorithm>

#include "mail/ascii.hpp"
#include "mail/charset.hpp"
#include "mail/header.hpp"

namespace mailrig {

std::optional<Unsubscribe> unsubscribe_of(std::string_view message) {
  const auto raw = find_header(message, "List-Unsubscribe");
  if (!raw) return std::nullopt;
  Unsubscribe found;
  const std::string value = unfold(*raw);
  // RFC 2369 §2: each URL stands in angle brackets; white space inside of them does not count.
  for (std::string_view rest = value;
       (rest = rest.substr(std::min(rest.find('<'), rest.size())), !rest.empty());) {
    const std::size_t end = std::min(rest.find('>'), rest.size());
    std::string url;
    for (const char c : rest.substr(1, end - 1))
      if (!is_space(c)) url += c;
    if (!url.empty()) found.urls.push_back(utf8_or_windows_1252(url));
    rest.remove_prefix(end);
  }
  const auto post = find_header(message, "List-Unsubscribe-Post");
  found.one_click = post && iequals(trim(*post), "List-Unsubscribe=One-Click") &&
                    std::ranges::any_of(found.urls, [](const std::string& url) {
                      return istarts_with(url, "https://");
                    });
  return found;
}

}  // namespace mailrig
