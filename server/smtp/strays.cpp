#include "smtp/strays.hpp"

#include <algorithm>

namespace mailrig::smtp {
namespace {

using What = Stray::What;

// The first line of the mail ended in LF alone.
bool first_line_is_lf(std::string_view content) {
  const std::size_t end = content.find('\n');
  return end != std::string_view::npos && (end == 0 || content[end - 1] != '\r');
}

void put(std::string& out, char octet, What what) {
  if (what == What::to_crlf)
    out.append("\r\n");
  else
    out += what == What::to_space ? ' ' : octet;
}

}  // namespace

Strays find_strays(std::string_view content) {
  Strays found;
  std::size_t line = 0;
  for (std::size_t i = 0; i < content.size(); ++i) {
    const char c = content[i];
    const bool behind_cr = i > 0 && content[i - 1] == '\r';
    if (c == '\n' && !behind_cr) found.bare_lf = true;
    if (c != '\n' && behind_cr) found.bare_cr = true;
    if (c == '\0') found.nul = true;
    if (static_cast<unsigned char>(c) >= 0x80) found.eight_bit = true;
    if (c != '\n') continue;
    found.longest_line = std::max(found.longest_line, i + 1 - line);
    line = i + 1;
  }
  if (content.ends_with('\r')) found.bare_cr = true;
  found.longest_line = std::max(found.longest_line, content.size() - line);
  return found;
}

bool minds_content(const Profile& profile) {
  const auto minds = [](const Stray& stray) {
    return stray.what == What::reject || stray.what == What::abort;
  };
  return minds(profile.bare_lf) || minds(profile.bare_cr) || minds(profile.nul) ||
         profile.max_line > 0 || !profile.undeclared_8bit;
}

std::string as_received(std::string_view content, const Profile& profile, bool chunked) {
  const bool conditional = profile.end_of_data_when == EndWhen::first_line_lf;
  const bool lf_mode = conditional && first_line_is_lf(content);
  const What bare_lf = lf_mode ? What::to_crlf : profile.bare_lf.what;
  const bool unstuff = !chunked && (conditional ? lf_mode : profile.unstuff_after_lf);
  std::string out;
  out.reserve(content.size() + content.size() / 16);
  for (std::size_t i = 0; i < content.size(); ++i) {
    const char c = content[i];
    const bool behind_cr = i > 0 && content[i - 1] == '\r';
    const bool behind_bare_lf =
        i > 0 && content[i - 1] == '\n' && (i < 2 || content[i - 2] != '\r');
    if (c == '.' && unstuff && behind_bare_lf) continue;
    if (c == '\n' && !behind_cr)
      put(out, c, bare_lf);
    else if (c == '\r' && (i + 1 == content.size() || content[i + 1] != '\n'))
      put(out, c, profile.bare_cr.what);
    else if (c == '\0')
      put(out, c, profile.nul.what);
    else
      out += c;
  }
  return out;
}

}  // namespace mailrig::smtp
