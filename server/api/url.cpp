#include "api/url.hpp"

#include <algorithm>
#include <array>

#include "mail/ascii.hpp"

namespace mailrig::api {
namespace {

enum class Plus : std::uint8_t { space, plus };

Result<std::string> decode(std::string_view text, Plus plus) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%') {
      const int high = i + 2 < text.size() ? hex_value(text[i + 1]) : -1;
      const int low = i + 2 < text.size() ? hex_value(text[i + 2]) : -1;
      if (high < 0 || low < 0)
        return Error{"malformed percent-encoding \"" + std::string(text.substr(i, 3)) + "\" in \"" +
                     std::string(text.substr(0, 200)) + "\""};
      out += static_cast<char>(high * 16 + low);
      i += 2;
    } else {
      out += text[i] == '+' && plus == Plus::space ? ' ' : text[i];
    }
  }
  return out;
}

Plus plus_in(std::string_view name) {
  static constexpr std::array<std::string_view, 6> kept = {"to",          "from",  "to.domain",
                                                           "from.domain", "since", "until"};
  return std::find(kept.begin(), kept.end(), name) != kept.end() ? Plus::plus : Plus::space;
}

// Calls `each` with every piece between separators.
template <class Each>
void split(std::string_view text, char separator, Each&& each) {
  while (true) {
    const std::size_t end = text.find(separator);
    each(text.substr(0, end));
    if (end == std::string_view::npos) return;
    text.remove_prefix(end + 1);
  }
}

}  // namespace

std::string_view path_of(std::string_view target) {
  // The absolute form is for proxies (RFC 9112 §3.2.2), but a server must take it.
  if (const std::size_t scheme = target.find("://");
      scheme != std::string_view::npos && scheme < target.find_first_of("/?")) {
    const std::size_t path = target.find('/', scheme + 3);
    target = path == std::string_view::npos ? std::string_view("/") : target.substr(path);
  }
  return target.substr(0, target.find('?'));
}

Result<Url> parse_url(std::string_view target) {
  Url url;
  const std::string_view path = path_of(target);
  url.text = path;
  std::optional<Error> error;
  const auto decoded = [&](std::string_view text, Plus plus) {
    auto result = decode(text, plus);
    if (result) return std::move(*result);
    if (!error) error = result.error();
    return std::string();
  };
  if (path.size() > 1 && path.front() == '/')
    split(path.substr(1), '/',
          [&](std::string_view piece) { url.path.push_back(decoded(piece, Plus::plus)); });
  if (const std::size_t mark = target.find('?'); mark != std::string_view::npos)
    split(target.substr(mark + 1), '&', [&](std::string_view piece) {
      if (piece.empty()) return;
      const std::size_t equals = piece.find('=');
      std::string name = decoded(piece.substr(0, equals), Plus::space);
      std::string value;
      if (equals != std::string_view::npos)
        value = decoded(piece.substr(equals + 1), plus_in(name));
      url.query.emplace_back(std::move(name), std::move(value));
    });
  if (error) return *error;
  return url;
}

std::optional<std::string_view> find(const Parameters& query, std::string_view name) {
  for (const auto& [key, value] : query)
    if (key == name) return std::string_view(value);
  return std::nullopt;
}

std::string encode_segment(std::string_view text) {
  static constexpr std::string_view digits = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    const bool plain = is_alnum(c) || c == '-' || c == '.' || c == '_' || c == '~';
    if (plain) {
      out += c;
      continue;
    }
    const auto octet = static_cast<unsigned char>(c);
    out += '%';
    out += digits[octet >> 4];
    out += digits[octet & 15];
  }
  return out;
}

}  // namespace mailrig::api
