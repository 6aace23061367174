// Roles, and what is found by them.
#include "mail/part_role.hpp"

#include <algorithm>

namespace mailrig {
namespace {

bool first_of(const std::vector<Part>& parts, const Part& part) {
  return &part == &parts.front() || &part == &parts[part.parent] + 1;
}

Role text_role(const Part& part) {
  if (part.type.value == "text/html") return Role::html;
  return part.type.value == "text/plain" || !part.type.value.starts_with("text/") ? Role::text
                                                                                  : Role::inlined;
}

// The value of Content-Disposition decides; RFC 2183 §2.8: what is not known is an attachment.
// Without one it takes a look at where the part stands, for few senders name it.
Role leaf_role(const std::vector<Part>& parts, const Part& part) {
  const std::string& disposition = part.disposition.value;
  if (!disposition.empty() && disposition != "inline") return Role::attachment;
  const std::string& type = part.type.value;
  // A multipart that has no parts is read as text.
  const bool text = type.starts_with("text/") || part.is_multipart();
  const bool named = !part.file_name().empty();
  if (text && (!named || disposition == "inline" || first_of(parts, part))) return text_role(part);
  const std::string& outer = parts[part.parent].type.value;
  if (!part.content_id.empty() && (outer == "multipart/related" || disposition == "inline"))
    return Role::inlined;
  if (disposition == "inline" && (!named || type.starts_with("image/"))) return Role::inlined;
  if (outer == "multipart/alternative" || outer == "multipart/report") return Role::inlined;
  if (outer == "multipart/signed" && !first_of(parts, part)) return Role::inlined;
  // RFC 1847: the first part only says how the second is encrypted.
  if (outer == "multipart/encrypted" && first_of(parts, part)) return Role::inlined;
  return Role::attachment;
}

}  // namespace

std::string_view to_string(Role role) {
  static constexpr std::string_view words[] = {"container", "text", "html", "inline", "attachment"};
  return words[static_cast<std::size_t>(role)];
}

std::string Part::file_name() const {
  auto name = disposition.text("filename");
  // RFC 2045 had it there, before RFC 2183.
  if (!name || name->empty()) name = type.text("name");
  return name.value_or("");
}

Role role_of(const std::vector<Part>& parts, const Part& part) {
  if (!part.container) return leaf_role(parts, part);
  const std::string& outer = parts[part.parent].type.value;
  if (part.is_multipart() || &part == &parts.front() || outer == "multipart/digest" ||
      outer == "multipart/report")
    return Role::container;
  return Role::attachment;  // a whole mail in the mail
}

const Part* find_part(const Mime& mime, Role role) {
  const auto found = std::ranges::find_if(
      mime.parts, [role](const Part& part) { return part.role == role && !part.embedded; });
  return found == mime.parts.end() ? nullptr : &*found;
}

std::size_t count_attachments(const Mime& mime) {
  return static_cast<std::size_t>(std::ranges::count_if(mime.parts, [](const Part& part) {
    return part.role == Role::attachment && !part.embedded;
  }));
}

}  // namespace mailrig
