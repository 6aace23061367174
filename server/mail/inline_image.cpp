#include "mail/inline_image.hpp"

#include <algorithm>
#include <array>
#include <map>

#include "mail/ascii.hpp"
#include "mail/html.hpp"

namespace mailrig {
namespace {

constexpr auto npos = std::string_view::npos;
constexpr std::size_t longest_id = 1'000;

// RFC 2392 §2: hexadecimal escapes stand for octets of the id; in HTML references may, too.
std::string content_id_of(std::string_view written) {
  const std::string text = decode_references(written);
  std::string id;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%' && i + 2 < text.size() && hex_value(text[i + 1]) >= 0 &&
        hex_value(text[i + 2]) >= 0) {
      id += static_cast<char>(hex_value(text[i + 1]) << 4 | hex_value(text[i + 2]));
      i += 2;
    } else {
      id += text[i];
    }
  }
  return id;
}

}  // namespace

std::string map_content_ids(std::string_view html, const Mime& mime, std::string_view prefix) {
  std::map<std::string_view, std::size_t> numbers;
  for (std::size_t i = 0; i < mime.parts.size(); ++i)
    if (!mime.parts[i].content_id.empty()) numbers.emplace(mime.parts[i].content_id, i + 1);
  std::string out;
  std::size_t copied = 0;
  for (std::size_t at = 0; !numbers.empty() && (at = html.find(':', at)) != npos; ++at) {
    if (at < 4 || !iequals(html.substr(at - 3, 3), "cid")) continue;
    if (std::string_view("\"'=( \t\r\n").find(html[at - 4]) == npos) continue;
    const std::string_view rest = html.substr(at + 1, longest_id);
    const std::string_view written = rest.substr(0, rest.find_first_of("\"'<>) \t\r\n"));
    const auto found = numbers.find(content_id_of(written));
    if (found == numbers.end()) continue;
    out.append(html.substr(copied, at - 3 - copied)).append(prefix);
    out.append(std::to_string(found->second));
    copied = at + 1 + written.size();
  }
  out.append(html.substr(copied));
  return out;
}

std::string_view raster_type(std::string_view octets) {
  struct Magic {
    std::size_t offset;
    std::string_view octets, type;
  };
  static constexpr std::array<Magic, 8> magics = {{
      {0, "\x89PNG\r\n\x1a\n", "image/png"},
      {0, "\xFF\xD8\xFF", "image/jpeg"},
      {0, "GIF87a", "image/gif"},
      {0, "GIF89a", "image/gif"},
      {8, "WEBP", "image/webp"},
      {4, "ftypavif", "image/avif"},
      {0, "BM", "image/bmp"},
      {0, std::string_view("\0\0\1\0", 4), "image/x-icon"},
  }};
  const auto* const found = std::ranges::find_if(magics, [&](const Magic& magic) {
    return octets.size() >= magic.offset && octets.substr(magic.offset).starts_with(magic.octets);
  });
  if (found == magics.end()) return {};
  if (found->type == "image/webp" && !octets.starts_with("RIFF")) return {};
  return found->type;
}

}  // namespace mailrig
