#include "mail/inspection.hpp"

#include <algorithm>

#include "mail/header_check.hpp"
#include "mail/part_content.hpp"

namespace mailrig {

Mime inspect(std::string_view message, const TellPart& tell) {
  Mime mime = read_mime(message);
  Diagnostics& diagnostics = mime.diagnostics;
  check_octets(message, diagnostics);
  for (std::size_t i = 0; i < mime.parts.size(); ++i) {
    const Part& part = mime.parts[i];
    check_header(message, mime, i, diagnostics);
    const Decoded content = decode_content(message, part, &diagnostics, i);
    InspectedPart found{i, content.octets().size(), std::nullopt};
    if (part.role == Role::text || part.role == Role::html)
      found.text = decode_text(content.octets(), part, {&diagnostics, i, part.body.begin});
    if (tell) tell(mime, std::move(found));
  }
  diagnostics.sort();
  return mime;
}

std::vector<Diagnostic> kinds_of(const Diagnostics& diagnostics) {
  std::vector<Diagnostic> kinds;
  for (const Diagnostic& each : diagnostics.all()) {
    const auto same = std::ranges::find(kinds, each.defect, &Diagnostic::defect);
    if (same == kinds.end())
      kinds.push_back(each);
    else
      same->count += each.count;
  }
  std::ranges::sort(kinds, {}, &Diagnostic::defect);
  return kinds;
}

std::vector<std::string_view> defects_of(std::string_view message) {
  std::vector<std::string_view> names;
  for (const Diagnostic& each : kinds_of(inspect(message).diagnostics))
    names.push_back(to_string(each.defect));
  return names;
}

}  // namespace mailrig
