#include "session/sasl_users.hpp"

namespace mailrig::sasl {

const std::string* Users::password_of(std::string_view user) const {
  const auto found = passwords_.find(user);
  return found == passwords_.end() ? nullptr : &found->second;
}

Result<Users> parse_users(std::string_view text) {
  Users users;
  if (text.starts_with("\xef\xbb\xbf")) text.remove_prefix(3);  // some editors' mark of UTF-8
  for (std::size_t number = 1; !text.empty(); ++number) {
    const std::size_t end = text.find('\n');
    std::string_view line = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (line.empty() || line.front() == '#') continue;
    const auto wrong = [&](std::string_view what) {
      return Error{"line " + std::to_string(number) + ": " + std::string(what) +
                   "; a line is user:password"};
    };
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos) return wrong("no colon");
    if (colon == 0) return wrong("no user before the colon");
    if (colon + 1 == line.size()) return wrong("no password behind the colon");
    if (line.find('\0') != std::string_view::npos) return wrong("a NUL");
    const std::string_view user = line.substr(0, colon);
    if (users.password_of(user))
      return wrong("user \"" + std::string(user) + "\" stands there twice");
    users.add(std::string(user), std::string(line.substr(colon + 1)));
  }
  if (users.size() == 0) return Error{"nobody stands in it; a line is user:password"};
  return users;
}

}  // namespace mailrig::sasl
